"""A case as its applicant sees it: where it is in plain words, who must act, by when and by which law, how to object.

Whoever holds the case number and its code sees it, without an account. The code is made of the installation's own
secret and the case, so that it can be printed again and stands nowhere in the store. Nothing is shown of what people
entered: only what the office has said to the applicant.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from engine import Refusal
from engine.refusing import RECORDED
from modeler_api import refusals
from modeler_api.cases import Case
from modeler_api.letters import ALPHABET
from modeler_api.store import comments, documents
from modeler_api.translation import told
from processes.text import Message, _

if TYPE_CHECKING:
    from engine import Instance, WorkTerm
    from modeler_api.store.documents import Document
    from modeler_api.wiring import Door
    from processes.model.gov import Procedure

LENGTH = 10
#: How many cases may have one number: those of different procedures.
MOST = 20
_APPLICANTS = ("citizen", "business")
_SILENT = {"tacitYes": _("granted"), "tacitNo": _("refused")}

STATES: dict[str, Message] = {
    "completed": _("Closed"),
    "failed": _("The office is mending a fault in this case"),
    "cancelled": _("Withdrawn"),
    "terminated": _("Ended early"),
    "suspended": _("On hold"),
}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What a case waits for: `by_you` says that it is the applicant who must act, `reason` what was asked of them."""

    what: str
    who: str
    by_you: bool
    reason: str = ""


@dataclass(frozen=True)
class ApplicantsView:
    """One case, told to its applicant."""

    door: Door
    instance: Instance

    @cached_property
    def case(self) -> Case:
        """The case as a page reads it, by nobody: what is kept for some is kept back."""
        return Case(self.door, self.instance)

    @property
    def procedure(self) -> Procedure | None:
        """What the model says of the procedure."""
        return self.case.model.procedure

    @cached_property
    def state(self) -> Message:
        """Where the case is, in plain words."""
        if self.refusal is not None and self.instance.ended is not None:
            return _("Refused")
        if self.instance.status in STATES:
            return STATES[self.instance.status]
        if any(one.by_you for one in self.waiting):
            return _("Waiting for you")
        return _("The office is working on it")

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        """What the case waits for, and who must act."""
        return tuple(self._waiting())

    @cached_property
    def term(self) -> WorkTerm | None:
        """The deadline of the case, where the law sets one and the case goes on."""
        return self.door.engine.term(self.instance.id) if self.instance.ended is None else None

    @property
    def longer(self) -> tuple[str, ...]:
        """Why more time was given, for the case or for a step of it, in the words meant for the applicant."""
        given = (record for record in self.case.history if record.kind == "extended")
        return tuple(str((record.data or {}).get("reason", "")) for record in given)

    @property
    def laws(self) -> tuple[str, ...]:
        """The norms the procedure rests on, as the reader's language calls them."""
        found = self.procedure.legal if self.procedure is not None else ()
        return tuple(told(one.ref) for one in found if one.type != "none" and one.ref)

    @cached_property
    def refusal(self) -> Refusal | None:
        """The refusal that stands, with its reason: the last decision that could refuse did."""
        found = None
        for record in self.case.history:
            element = self.case.model.elements.get(record.element or "")
            if record.kind != "completed" or element is None:
                continue
            step = element.step
            if step is not None and step.refuses_when:
                written = (record.data or {}).get(RECORDED)
                found = Refusal.of(written) if written else None
        return found

    @property
    def silence(self) -> Message | None:
        """What silence has decided by law, None where somebody did."""
        rules = [str((record.data or {}).get("silence", "")) for record in self.case.history]
        return next((_SILENT[rule] for rule in reversed(rules) if rule in _SILENT), None)

    @property
    def appeal(self) -> str:
        """How to object, as the refusal says, else as the procedure does."""
        if self.refusal is not None:
            return refusals.appeal(self.refusal)
        procedure = self.procedure
        if procedure is None or not procedure.appeal:
            return ""
        said = Refusal(
            reason="", office=procedure.appeal, days=procedure.appeal_days, offices=procedure.appeals
        )
        return refusals.appeal(said)

    @cached_property
    def messages(self) -> tuple[tuple[dt.datetime, str], ...]:
        """What the office wrote to the applicant, the newest first."""
        found = comments.of_instance(self.door.store, self.instance.id)
        open_ = [one for one in found if one.audience == comments.APPLICANT and one.withdrawn is None]
        return tuple((one.written, one.text) for one in reversed(open_))

    @cached_property
    def papers(self) -> tuple[Document, ...]:
        """The documents that the applicant may see, each in its newest version."""
        newest: dict[str, Document] = {}
        for one in documents.of_instance(self.door.store, self.instance.id):
            held = newest.get(one.series)
            if held is None or held.version < one.version:
                newest[one.series] = one
        return tuple(one for one in newest.values() if one.visibility == documents.APPLICANT)

    def _waiting(self) -> list[Waiting]:
        found = []
        stops = {
            record.element: str((record.data or {}).get("reason", ""))
            for record in self.case.history
            if record.kind == "clockStopped"
        }
        for item in self.case.open_work:
            actor = self.case.model.actor(item.element) if item.element in self.case.model.elements else None
            stopped = item.stopped is not None
            found.append(
                Waiting(
                    what=self.case.label(item.element, item.label),
                    who=self.case.units(item.candidates),
                    by_you=stopped or actor in _APPLICANTS,
                    reason=stops.get(item.element, "") if stopped else "",
                )
            )
        return found


def code_of(door: Door, instance_id: str) -> str:
    """The code with which the applicant of a case looks at it: ten letters and digits that do not look alike."""
    digest = hmac.digest(door.settings.secret_key.encode(), f"status:{instance_id}".encode(), hashlib.sha256)
    number, letters = int.from_bytes(digest, "big"), []
    for _place in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def found(door: Door, number: str, code: str) -> Instance | None:
    """The case with this number whose code this is; None for any other, without a hint which of the two is wrong."""
    typed = "".join(code.split()).replace("-", "").upper()
    cases = door.engine.instances(business_key=number.strip().upper(), limit=MOST) if number.strip() else []
    right = [one for one in cases if hmac.compare_digest(code_of(door, one.id).encode(), typed.encode())]
    return right[0] if right else None
