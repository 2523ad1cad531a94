"""A form of the draft as people will see it: filled in and checked as in a case, while nothing is kept.

Documents cannot be handed in here, registers are not asked, and nothing is signed.
"""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from engine.forms import example
from modeler_api import repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import reads_whole
from modeler_api.forms import NOT_SUPPORTED, Form, typed_fields
from modeler_api.forms.rows import change
from modeler_api.repository import Kept
from modeler_api.store import model_drafts
from modeler_api.wiring import door
from processes import Model, NotBpmn
from processes.model import form_schema
from processes.model.known_data import known_data

blueprint = Blueprint("form_preview", __name__, url_prefix="/procedures")

#: What is made by an act of its own, which a form that is only looked at cannot do.
ACTS = frozenset({"filepicker", "lookup", "signature"})


@blueprint.get("/<key>/edit/forms/<form>")
@allowed("model.upload")
def show(key: str, form: str) -> ResponseReturnValue:
    """The form, empty but for what it begins with."""
    kept, shown = _form(key, form)
    return _page(kept, form, shown)


@blueprint.post("/<key>/edit/forms/<form>")
@allowed("model.upload")
def check(key: str, form: str) -> ResponseReturnValue:
    """Say what is wrong with the answers, or what would be kept of them; add and remove rows."""
    kept, shown = _form(key, form)
    act = request.form.get("act", "")
    if act:
        shown.retype(typed_fields(request.form))
        changed = change(shown.typed, act)
        if changed is not None:
            shown.retype(changed[0])
        return _page(kept, form, shown)
    clean = shown.read(request.form)
    return _page(kept, form, shown, clean=clean), 200 if clean is not None else 422


def _form(key: str, form: str) -> tuple[Kept, Form]:
    found = repository.find(door(), key) if reads_whole(key) else None
    if found is None:
        abort(404)
    draft = model_drafts.find(door().store, key)
    try:
        model = repository.model_in(draft.source) if draft else found.model
    except NotBpmn:
        model = found.model
    schema = model.forms.get(form)
    if schema is None:
        abort(404)
    shown = Form.of(schema, _samples(model, form))
    shown.later = ACTS
    return found, shown


def _samples(model: Model, form: str) -> dict[str, object]:
    """What earlier steps have asked by the time the form is shown, as examples; not what it asks for itself."""
    users = [element.id for element in model.elements.values() if element.form == form]
    names = {each.name: each for each in known_data(model)}
    found: dict[str, object] = {}
    for other, schema in model.forms.items():
        if other == form or form_schema.problems(schema):
            continue
        for name, value in example(schema).items():
            known = names.get(name)
            if known and known.known_at.intersection(users) and not set(known.setters) & set(users):
                found[name] = value
    return found


def _page(kept: Kept, id_: str, form: Form, *, clean: dict[str, object] | None = None) -> str:
    return render_template(
        "pages/form_preview.html",
        kept=kept,
        id=id_,
        form=form,
        problems=form_schema.problems(form.schema),
        unsupported=NOT_SUPPORTED.format(kinds=", ".join(form.unsupported)) if form.unsupported else None,
        left_out=[place for place in form.places if place.type in ACTS],
        clean=form.facts(clean) if clean is not None else None,
        errors=form.summary(),
    )
