"""What people say about a case: to each other, or to the applicant too; the two are told apart wherever they stand.

A name after `@` mentions a colleague who may read the case. For a quarter of an hour one may change what one
wrote; each earlier wording is kept for the auditor.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from modeler_api.in_whose_place import acted
from modeler_api.store import accounts, comments, tables
from processes.text import Message, _

if TYPE_CHECKING:
    from modeler_api.cases import Case
    from modeler_api.store.accounts import Account
    from modeler_api.store.comments import Comment

WINDOW = dt.timedelta(minutes=15)
LONGEST = 5_000
_MENTION = re.compile(r"(?<![\w@])@([\w.-]{1,80}?)(?=[^\w.-]|[.-]?(?:\s|$))")

AUDIENCES: dict[str, Message] = {
    comments.OFFICE: _("Only the office sees this"),
    comments.APPLICANT: _("The applicant sees this"),
}


class NotWritten(Exception):
    """The comment is not kept; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Said:
    """A comment as a page shows it."""

    comment: Comment
    by: str
    html: Markup
    may_change: bool
    earlier: tuple[tuple[dt.datetime, str], ...]


def write(case: Case, text: str, audience: str, *, by: Account) -> Comment:
    """Keep a comment; raises `NotWritten` for an empty or endless one, and when it mentions nobody there is.

    Whom it is for must be said: there is no default that could show the applicant what was meant for the office.
    """
    words = _judged(text)
    if audience not in AUDIENCES:
        raise NotWritten(_("Say who sees the comment."))
    mentioned = _mentioned(case, words)
    return comments.write(
        case.door.store,
        instance=case.instance.id,
        text=words,
        audience=audience,
        by=by.name,
        mentioned=mentioned,
    )


def change(case: Case, comment: Comment, text: str, *, by: Account) -> None:
    """Give one's comment another wording while that is allowed; raises `NotWritten` when it is not."""
    if not may_change(comment, by):
        raise NotWritten(
            _("A comment can be changed by whoever wrote it, for 15 minutes. Write another one.")
        )
    words = _judged(text)
    comments.change(case.door.store, comment.id, text=words, mentioned=_mentioned(case, words))


def withdraw(case: Case, comment: Comment, *, by: Account) -> None:
    """Take one's comment back while that is allowed; raises `NotWritten` when it is not."""
    if not may_change(comment, by):
        raise NotWritten(
            _("A comment can be changed by whoever wrote it, for 15 minutes. Write another one.")
        )
    comments.withdraw(case.door.store, comment.id)


def may_change(comment: Comment, who: Account) -> bool:
    """Whether somebody may still change a comment."""
    return (
        comment.written_by == who.name
        and comment.withdrawn is None
        and tables.now() - comment.written < WINDOW
    )


def said(case: Case, who: Account) -> list[Said]:
    """The comments on a case as one may read them; what was taken back and earlier wordings only for an auditor."""
    store, is_auditor = case.door.store, who.role == "auditor"
    names = accounts.full_names(store)
    found = []
    for one in comments.of_instance(store, case.instance.id):
        found.append(
            Said(
                comment=one,
                by=acted(one.written_by, one.on_behalf_of, names),
                html=_shown(one.text) if one.withdrawn is None or is_auditor else Markup(),
                may_change=may_change(one, who),
                earlier=tuple(comments.earlier(store, one.id)) if is_auditor and one.changed else (),
            )
        )
    return found


def _judged(text: str) -> str:
    words = text.strip().replace("\r\n", "\n")
    if not words:
        raise NotWritten(_("Write something first."))
    if len(words) > LONGEST:
        raise NotWritten(_("The comment is too long: {most} characters at most.").format(most=LONGEST))
    return words


def _mentioned(case: Case, text: str) -> list[str]:
    found = []
    for name in dict.fromkeys(_MENTION.findall(text)):
        account = accounts.by_name(case.door.store, name)
        if account is None or not account.is_active:
            raise NotWritten(
                _("There is no colleague called @{name}. Use the name they sign in with.").format(
                    name=Message(name)
                )
            )
        if not case.is_open_to(account):
            raise NotWritten(
                _("@{name} may not read this case, so they would not see the comment.").format(
                    name=Message(name)
                )
            )
        found.append(account.id)
    return found


def _shown(text: str) -> Markup:
    marked = _MENTION.sub(lambda found: f'<strong class="mention">@{found[1]}</strong>', str(escape(text)))
    return Markup(
        "".join(f"<p>{part}</p>" for part in marked.replace("\n\n", "\0").replace("\n", "<br>").split("\0"))
    )  # escaped above
