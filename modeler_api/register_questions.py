"""Questions to registers that people ask from a form: who asked what about whom and why, and the answer with its date.

The engine asks, in the manner of X-Road, and writes the question down for whoever may see it; the answer is kept here
until the form is sent, because what stands on a page can be changed by whoever sends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from modeler_api.store import register_answers
from modeler_api.wiring import door
from processes.text import Message, _

if TYPE_CHECKING:
    from modeler_api.store.accounts import Account


class NotAsked(Exception):
    """The register was not asked, or did not answer; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def ask(
    component: Mapping[str, Any],
    known: Mapping[str, Any],
    *,
    by: Account,
    subject: str,
    instance: str | None = None,
    business_key: str | None = None,
) -> str:
    """Ask the register that a field names and return the id under which its answer is kept; raises `NotAsked`."""
    from engine.connectors import ConnectorRefused, ConnectorUnavailable
    from modeler_api.office_moment import values_of

    texts = {
        "about": str(component["about"]),
        **{f"query {k}": str(v) for k, v in (component.get("query") or {}).items()},
    }
    computed = [(name, text) for name, text in texts.items() if text.startswith("=")]
    answers = values_of([text for _name, text in computed], known)
    values: dict[str, Any] = {
        **texts,
        **{name: value for (name, _text), value in zip(computed, answers, strict=True)},
    }
    about = values.pop("about")
    if about in (None, ""):
        raise NotAsked(_("Fill in first about whom or what the register is asked."))
    service, purpose = str(component["service"]), str(component["purpose"])
    try:
        answer = door().engine.ask_register(
            service,
            about=str(about)[:255],
            purpose=purpose,
            by=by.name,
            query={name.removeprefix("query "): value for name, value in values.items() if value is not None},
            instance=instance,
            business_key=business_key,
        )
    except ConnectorUnavailable:
        raise NotAsked(
            _("The register does not answer now. What you typed is kept; ask again in a few minutes.")
        ) from None
    except ConnectorRefused as refused:
        raise NotAsked(refused.message) from None
    kept = {
        "id": answer["id"],
        "subject": subject,
        "service": service,
        "about": str(about)[:300],
        "purpose": purpose[:500],
        "asked": answer["asked"],
        "asked_by": by.name,
        "found": answer["found"],
        "data": answer["data"],
    }
    register_answers.keep(door().store, kept)
    return str(answer["id"])


def answered(id_: str) -> dict[str, Any] | None:
    """What a form keeps of an answer, when it was given to the reader; None for any other."""
    from modeler_api.auth.session import account

    found = register_answers.find(door().store, id_)
    if found is None or found["asked_by"] != account().name:
        return None
    return {
        "id": found["id"],
        "service": found["service"],
        "about": found["about"],
        "asked": found["asked"].isoformat(),
        "asked_by": found["asked_by"],
        "found": found["found"],
        "data": found["data"],
    }
