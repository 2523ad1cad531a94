"""Filling in a form over several requests: what is typed is kept, files are handed in, rows come and go, registers are
asked; nothing typed is ever lost on the way.

The page of a work item and the page that opens a case do the same here, with or without scripts.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import Request, abort, jsonify

from modeler_api import documents, register_questions
from modeler_api.formats import moment
from modeler_api.forms import PREFIX, Form, Typed, label_of, typed_fields
from modeler_api.forms import rows as rows_of
from modeler_api.store import drafts
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.forms import Place
    from modeler_api.store.accounts import Account
    from modeler_api.store.drafts import FormDraft

LATER = frozenset({"signature"})
"""Kinds of fields that are asked for where the answers are shown once more."""


@dataclass
class Filling:
    """One person filling in one form; `subject` is what its draft is kept under."""

    form: Form
    who: Account
    subject: str
    instance: str | None = None
    business_key: str | None = None
    #: What stands in the draft now; None while nothing was kept.
    draft: FormDraft | None = None
    #: What somebody typed into the same form in another window, where that is not what stands here.
    other: FormDraft | None = None
    #: Where to go on the page after an act.
    focus: str | None = None
    notes: dict[str, Message] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        schema: Mapping[str, Any] | None,
        data: Mapping[str, Any] | None,
        *,
        who: Account,
        subject: str,
        instance: str | None = None,
        business_key: str | None = None,
    ) -> Filling:
        """The form with what is known, and over it what the person has typed before."""
        form = Form.of(schema, data)
        form.later = LATER
        found = drafts.find(door().store, account=who.id, subject=subject)
        if found is not None:
            form.retype(found.data)
        return cls(form, who, subject, instance, business_key, draft=found)

    def take(self, request: Request) -> bool:
        """Take what was sent and keep it as a draft; returns whether the form was sent, rather than one of its
        acts done.

        Files are handed in first, so that they are kept whatever else is wrong.
        """
        self.form.retype(self.typed(request))
        refused = self._hand_in(request)
        act = request.form.get("act")
        if act:
            refused |= self._do(act)
        try:
            self.keep(seen=_version(request), window=_window(request))
        except drafts.Sent:
            # Back at a page that was sent already: what is sent once more is kept under no window.
            self.keep()
        if refused:
            self.form.errors = refused
        return not act and not refused and self.other is None

    def autosaved(self, request: Request) -> ResponseReturnValue:
        """Keep what is being typed and say when; 409 when something else was typed in another window since."""
        self.form.retype(self.typed(request))
        try:
            self.keep(seen=_version(request), window=_window(request))
        except drafts.Sent:
            abort(410)
        said = {"time": moment(self.draft.updated if self.draft else None), "version": self.version}
        return jsonify(said), 409 if self.other else 200

    def keep(self, *, seen: int | None = None, window: str | None = None) -> None:
        """Keep what stands in the form; `other` says when something else was kept since the page was made."""
        try:
            self.draft = drafts.keep(
                door().store,
                account=self.who.id,
                subject=self.subject,
                data=self.form.typed,
                seen=seen,
                window=window,
            )
        except drafts.Overtaken as overtaken:
            self.draft, self.other = overtaken.draft, overtaken.draft

    def drop(self) -> None:
        """Forget the draft: the form was sent, and what its window still saves is late."""
        window = self.draft.window if self.draft is not None else None
        drafts.drop(door().store, account=self.who.id, subject=self.subject, window=window)

    @cached_property
    def window(self) -> str:
        """A name for the window this page stands in, by which its own drafts are known again."""
        return secrets.token_hex(8)

    @property
    def version(self) -> int:
        """The version of the draft that the page shows, 0 for none."""
        return self.draft.version if self.draft is not None else 0

    def differences(self) -> list[tuple[str, str]]:
        """What stands in the other window where it is not what stands here: the field and its value there."""
        if self.other is None:
            return []
        there = Form(self.form.schema, self.other.data, context=self.form.context)
        here, values = dict(self.form.facts(self.form.values()[0])), there.facts(there.values()[0])
        return [(text(label), words) for label, words in values if here.get(label) != words]

    def typed(self, request: Request) -> Typed:
        """What was typed into the fields that may be kept: never what a signature asks for."""
        typed = typed_fields(request.form)
        signed = [place.name for place in self.form.places if place.type in LATER]
        return {name: words for name, words in typed.items() if name.rpartition(".")[0] not in signed}

    def _files(self) -> list[Place]:
        return [place for place in self.form.places if place.type == "filepicker"]

    def _hand_in(self, request: Request) -> dict[str, Message]:
        refused = {}
        for place in self._files():
            for sent in request.files.getlist(PREFIX + place.name):
                if not sent.filename:
                    continue
                try:
                    document = documents.hand_in(
                        sent.stream.read(),
                        sent.filename,
                        subject=self.subject,
                        by=self.who.name,
                        instance=self.instance,
                        accept=place.component.get("accept"),
                    )
                except documents.Refused as reason:
                    refused[place.name] = _("{label}: {reason}").format(
                        label=label_of(place.component), reason=reason.message
                    )
                else:
                    before = self.form.typed.get(place.name, []) if place.component.get("multiple") else []
                    self.form.typed[place.name] = [*before, document.id]
                    self.focus = place.name
        return refused

    def _do(self, act: str) -> dict[str, Message]:
        changed = rows_of.change(self.form.typed, act)
        if changed is not None:
            typed, self.focus = changed
            self.form.retype(typed)
        elif found := re.fullmatch(rf"drop:{re.escape(PREFIX)}([\w.]+):(\w+)", act):
            kept = [id_ for id_ in self.form.typed.get(found[1], []) if id_ != found[2]]
            self.form.retype({**self.form.typed, found[1]: kept})
            self.focus = found[1]
        elif found := re.fullmatch(rf"ask:{re.escape(PREFIX)}([\w.]+)", act):
            return self._ask(found[1])
        return {}

    def _ask(self, name: str) -> dict[str, Message]:
        place = next((each for each in self.form.places if each.name == name and each.type == "lookup"), None)
        if place is None:
            return {}
        self.focus = name
        try:
            answer = register_questions.ask(
                place.component,
                self.form.known,
                by=self.who,
                subject=self.subject,
                instance=self.instance,
                business_key=self.business_key,
            )
        except register_questions.NotAsked as reason:
            message = _("{label}: {reason}").format(label=label_of(place.component), reason=reason.message)
            return {name: message}
        self.form.retype({**self.form.typed, name: [answer]})
        return {}


def _version(request: Request) -> int | None:
    given = request.form.get("draft", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


def _window(request: Request) -> str | None:
    given = request.form.get("window", "")
    return given if re.fullmatch("[0-9a-f]{16}", given) else None
