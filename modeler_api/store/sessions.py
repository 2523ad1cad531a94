"""Who is signed in where: a row a session, so that it can be seen and ended from anywhere.

The browser keeps a random token, the store only its digest. A session ends when nobody used it for a while, at an age
it cannot outlive, or when somebody ends it. Ended ones are kept for a time, to know whose a late form is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from modeler_api.store import tables as t
from modeler_api.store.unit_of_work import Store

KEPT = dt.timedelta(days=30)
"""How long an ended session is remembered."""

#: The first sign that is found tells: a browser names its ancestors too.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("YaBrowser/", "Yandex"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
_EXACT = dt.timedelta(seconds=20)


@dataclass(frozen=True, kw_only=True)
class Session:
    """One sign-in; `method` is "password", "passkey" or the name of a provider."""

    id: str
    account: str
    method: str
    address: str
    agent: str
    created: dt.datetime
    seen: dt.datetime
    expires: dt.datetime
    ended: dt.datetime | None

    @property
    def device(self) -> str:
        """The browser and the system in two words, as far as the browser tells them; else what it says of itself.

        >>> Session.named("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36")
        'Chrome, Linux'
        """
        return self.named(self.agent)

    @staticmethod
    def named(agent: str) -> str:
        """The browser and the system that an agent string tells of."""
        browser = next((name for sign, name in _BROWSERS if sign in agent), "")
        system = next((name for sign, name in _SYSTEMS if sign in agent), "")
        return ", ".join(word for word in (browser, system) if word) or agent

    def is_open(self, *, idle: dt.timedelta, moment: dt.datetime | None = None) -> bool:
        """Whether it may still be used."""
        return self.ended is None and (moment or t.now()) < self.closes(idle=idle)

    def closes(self, *, idle: dt.timedelta) -> dt.datetime:
        """When it ends if nobody uses it from now on."""
        return min(self.expires, self.seen + idle)


def begin(
    store: Store, *, account: str, method: str, lasts: dt.timedelta, address: str = "", agent: str = ""
) -> str:
    """Begin a session and return the token for the browser."""
    token, moment = secrets.token_urlsafe(32), t.now()
    with store.begin() as connection:
        connection.execute(delete(t.session).where(t.session.c.expires < moment - KEPT))
        connection.execute(
            insert(t.session).values(
                id=_digest(token),
                account=account,
                method=method,
                address=address[:60],
                agent=agent[:200],
                created=moment,
                seen=moment,
                expires=moment + lasts,
            )
        )
    return token


def by_token(store: Store, token: str) -> Session | None:
    """The session of a token, open or not; None when it never was or is forgotten."""
    with store.begin() as connection:
        row = connection.execute(select(t.session).where(t.session.c.id == _digest(token))).mappings().first()
    return None if row is None else Session(**row)


def use(store: Store, session: Session) -> None:
    """Note that the session has just been used; not more often than it matters."""
    moment = t.now()
    if moment - session.seen > _EXACT:
        with store.begin() as connection:
            connection.execute(update(t.session).where(t.session.c.id == session.id).values(seen=moment))


def of_account(store: Store, account: str, *, idle: dt.timedelta) -> tuple[Session, ...]:
    """The open sessions of an account, the one used last first."""
    c = t.session.c
    query = select(t.session).where(c.account == account, c.ended.is_(None)).order_by(c.seen.desc())
    with store.begin() as connection:
        found = [Session(**row) for row in connection.execute(query).mappings()]
    return tuple(session for session in found if session.is_open(idle=idle))


def end(store: Store, session_id: str, *, account: str) -> None:
    """End one session of an account."""
    c = t.session.c
    with store.begin() as connection:
        connection.execute(
            update(t.session)
            .where(c.id == session_id, c.account == account, c.ended.is_(None))
            .values(ended=t.now())
        )


def end_all(store: Store, account: str, *, but: str | None = None) -> int:
    """End every session of an account, `but` one, and return how many were ended."""
    c = t.session.c
    condition = [c.account == account, c.ended.is_(None)]
    if but is not None:
        condition.append(c.id != but)
    with store.begin() as connection:
        return int(connection.execute(update(t.session).where(*condition).values(ended=t.now())).rowcount)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
