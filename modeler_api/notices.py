"""Telling people: what happened in the history and in comments becomes notices, and notices become letters.

The history is the journal. It is read again and again from a little before where it was read last, and each event is
told to each person once; so nothing is lost or doubled, whichever process is killed when. A letter holds links only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from gettext import GNUTranslations
from typing import TYPE_CHECKING

from engine import EngineError
from modeler_api.journal import logger
from modeler_api.roster import Roster
from modeler_api.store import accounts, comments, jobs, notices, tables
from modeler_api.store.notices import DIGEST, IMMEDIATE, NONE, Notice
from modeler_api.translation import compiled
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import HistoryRecord
    from modeler_api.wiring import Door

READ = "notices"
#: What was written by a verb that took this long is still found.
OVERLAP = dt.timedelta(minutes=5)
BETWEEN = dt.timedelta(seconds=15)
GIVEN = ("assigned", "reassigned", "delegated", "returned")
OVERDUE = "limitReached"
EVENTS = (*GIVEN, "sentBack", "warned", OVERDUE)
WATCHED = ("completed", "ended", "sentBack", "clockStopped", "clockRestarted", "extended", OVERDUE)

KINDS: dict[str, Message] = {
    **dict.fromkeys(GIVEN, _("Work was given to you")),
    "sentBack": _("A case was sent back to you"),
    "warned": _("Four fifths of the time for a piece of work are over"),
    OVERDUE: _("The limit of a piece of work was reached"),
    "mention": _("A colleague mentioned you in a comment"),
    "alert": _("A number you watch has passed its threshold"),
    "digest": _("Your dashboard is ready to be looked at"),
    "watched": _("Something happened in a case you watch"),
    "standIn": _("You are asked to stand in for a colleague"),
    "standInGiven": _("You stand in for a colleague, as a head has entered it"),
    "standInOver": _("You no longer have to stand in for a colleague: the absence has ended early"),
    "absenceEntered": _("A head has entered an absence of yours"),
    "absenceAccepted": _("Your substitute has agreed to stand in"),
    "absenceDeclined": _("Your substitute has declined; choose another colleague"),
    "absenceOver": _("A head has ended an absence of yours early"),
}


def tell(door: Door) -> int:
    """Tell what has happened since it was last looked; return how many notices were written."""
    last, moment = jobs.last_beat(door.store, READ), tables.now()
    if last is not None and moment - last < BETWEEN:
        return 0
    since = (last or moment) - OVERLAP
    told = 0
    for record in door.engine.records_since(since, kinds=EVENTS):
        for person in set(_concerned(door, record)):
            told += _tell(door, record, person, record.kind)
    for record in door.engine.records_since(since, kinds=WATCHED, watched=True):
        if record.kind != "completed" or record.type == "UserTask":
            for person in door.engine.watchers(record.instance):
                told += _tell(door, record, person, "watched")
    for comment, instance, account, made in comments.mentioned_since(door.store, since):
        told += notices.tell(
            door.store,
            account,
            source=f"mention:{comment}",
            kind="mention",
            instance=instance,
            item=None,
            happened=made,
        )
    jobs.beat(door.store, READ)
    return told


def _tell(door: Door, record: HistoryRecord, person: str, kind: str) -> bool:
    account = accounts.by_name(door.store, person)
    if account is None or not account.is_active or person == record.by:
        return False
    return notices.tell(
        door.store,
        account.id,
        source=f"{record.instance}:{record.number}",
        kind=kind,
        instance=record.instance,
        item=_item(door, record) if kind != "watched" else None,
        happened=record.at,
    )


def _concerned(door: Door, record: HistoryRecord) -> Iterator[str]:
    """Who is to know: who got the work, and of a deadline the heads (and, before it is over, who holds the work)."""
    if record.kind in GIVEN:
        yield str(record.data.get("to") or "")
        return
    work = door.engine.work_items(record.instance)
    if record.kind == "sentBack":
        yield from (i.holder for i in work if i.element == record.data.get("to") and i.holder is not None)
        return
    if record.data.get("rule") == "nothing":
        return
    concerned = [i for i in work if record.element in (None, i.element)]
    candidates = [group for item in concerned for group in item.candidates]
    if not concerned and record.element is not None:
        past = door.engine.work_items(record.instance, status=None)
        candidates = [group for item in past if item.element == record.element for group in item.candidates]
    yield from Roster(door.store).heads(candidates)
    if record.kind == "warned":
        yield from (item.holder for item in concerned if item.holder is not None)


def _item(door: Door, record: HistoryRecord) -> str | None:
    element = record.data.get("to") if record.kind == "sentBack" else record.element
    work = door.engine.work_items(record.instance)
    return next((item.id for item in work if item.element == element), None)


def write_letters(door: Door) -> int:
    """Put into the outbox what people are to be written to now; return how many letters."""
    written, now = 0, tables.now().astimezone(door.settings.calendar.zone)
    for account_id, waiting in notices.unmailed(door.store).items():
        account = accounts.by_id(door.store, account_id)
        wanted = notices.choice(door.store, account_id)
        if account is None or not account.email or wanted.mail == NONE or not door.engine.has_mail:
            notices.pass_over(door.store, [notice.id for notice in waiting])
            continue
        hour = now.replace(hour=wanted.hour, minute=0, second=0, microsecond=0)
        is_time = now >= hour and (wanted.digest is None or wanted.digest < hour)
        now_due = [n for n in waiting if wanted.mail == IMMEDIATE or n.kind == OVERDUE or is_time]
        if not now_due:
            continue
        notices.write_letter(
            door.store,
            account_id,
            receiver=account.email,
            locale=account.locale or door.settings.default_locale,
            notices=[notice.id for notice in now_due],
            digest=tables.now() if wanted.mail == DIGEST and is_time else None,
        )
        written += 1
    return written


def send_letters(door: Door) -> int:
    """Send what is in the outbox; what the mail server does not take now is tried again later and later."""
    done = 0
    while (letter := notices.take_letter(door.store)) is not None:
        subject, body = worded(door, notices.some(door.store, letter.notices), letter.locale)
        try:
            taken = door.engine.send_mail(letter.receiver, subject=subject, body=body, id_=letter.id)
        except EngineError as refused:
            logger("notices").warning("letter refused", letter=letter.id, reason=str(refused.message))
            notices.not_sent(door.store, letter, error=str(refused.message), again=False)
            continue
        except ValueError as wrong:
            # An address or name that no header can hold: the letters behind it must not wait for it.
            logger("notices").warning("letter cannot be written", letter=letter.id, reason=str(wrong))
            notices.not_sent(door.store, letter, error=str(wrong), again=False)
            continue
        if taken:
            notices.sent(door.store, letter.id)
            done += 1
        else:
            notices.not_sent(door.store, letter, error="no answer", again=True)
    return done


def worded(door: Door, found: list[Notice], locale: str) -> tuple[str, str]:
    """The subject and the text of a letter in a language: what kind of thing happened, and where to look; no names."""
    say = _speaker(door, locale)
    lines = [say(_("This has happened since you were last written to:")), ""]
    for notice in found:
        lines += [say(KINDS[notice.kind]), f"  {door.settings.address}{path(notice)}", ""]
    lines += [say(_("Your notices, and how you are written to:")), f"  {door.settings.address}/notices/"]
    return say(_("Kyzmat: notices for you")), "\n".join(lines) + "\n"


def path(notice: Notice) -> str:
    """Where a notice leads on this server."""
    if notice.kind == "alert":
        return f"/alerts/{notice.instance}"
    if notice.kind == "digest":
        return f"/dashboards/{notice.instance}"
    if notice.kind.startswith(("standIn", "absence")):
        return "/absences/"
    if notice.kind == "mention":
        return f"/cases/{notice.instance}?tab=comments"
    return f"/work/{notice.item}" if notice.item else f"/cases/{notice.instance}"


def _speaker(door: Door, locale: str) -> Callable[[Message], str]:
    file = compiled(door.settings) / locale / "LC_MESSAGES" / "messages.mo"
    if not file.exists():
        return str
    with file.open("rb") as opened:
        known = GNUTranslations(opened)
    return lambda message: known.gettext(message.template)
