"""The data a procedure asks of the applicant, by its names in the shared dictionary, and who knows it already.

A datum is *asked* where a step says so (`gov:item` with `op="ask"`), and where the form of an applicant's step or of
the beginning has a field of a name that the model itself counts to the dictionary: one that some `gov:item` of it has.
Any other field may be anything, an official's finding too, so nothing is claimed of it.  A field that only shows what
is known asks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.interactions import AssessedStep
from analytics.papers import PRIVATE
from processes.model.data import components_of, field_labels, form_fields
from processes.model.gov import APPLICANTS, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analytics.study import Study
    from processes.model.model import Model


@dataclass(frozen=True, kw_only=True)
class AskedDatum:
    """A datum at a place that asks the applicant for it; `register` holds it (None: nobody has said)."""

    step: AssessedStep
    key: str
    words: str
    register: str | None


def asked_data(study: Study) -> list[AskedDatum]:
    """Return every datum of the dictionary a step asks of the applicant, in document order; queries ask nobody."""
    model = study.model
    if model is None:
        return []
    registers, words = _registers(model), _words(model)
    return [
        AskedDatum(step=step, key=key, words=words.get(key, key), register=registers[key])
        for step in _places(study, model)
        if step.step.channel != "registryQuery"
        for key in _asked_at(model, step, frozenset(registers))
    ]


def writing_steps(study: Study, key: str) -> list[AssessedStep]:
    """Return the steps that write a datum themselves: from then on the procedure knows it."""
    return [s for s in study.steps if any(i.key == key and i.op == "write" for i in s.step.items)]


def named(data: Iterable[AskedDatum]) -> list[str]:
    """Return what people call these data, each once."""
    return list(dict.fromkeys(datum.words for datum in data))


def _places(study: Study, model: Model) -> Iterator[AssessedStep]:
    """Yield the annotated tasks, and where a case begins with a form."""
    known = {step.element.id: step for step in study.steps}
    for element in model.elements.values():
        if element.id in known:
            yield known[element.id]
        elif element.type == "StartEvent" and element.form in model.forms:
            yield AssessedStep(element, element.step or Step(), model.actor(element.id))


def _asked_at(model: Model, step: AssessedStep, dictionary: frozenset[str]) -> Iterator[str]:
    """Yield the names asked at one place."""
    said = frozenset(item.key for item in step.step.items)
    yield from dict.fromkeys(item.key for item in step.step.items if item.op == "ask")
    form = model.forms.get(step.element.form or "")
    is_applicants = step.actor in APPLICANTS or step.element.type == "StartEvent"
    if form is None or not is_applicants:
        return
    shown = _only_shown(form)
    for key in form_fields(form):
        if key in dictionary and key not in said and key not in shown:
            yield key


def _only_shown(form: Mapping[str, object]) -> frozenset[str]:
    """Return the keys of fields nobody can fill in."""
    return frozenset(
        str(c["key"]) for c in components_of(form) if "key" in c and (c.get("readonly") or c.get("disabled"))
    )


def _registers(model: Model) -> dict[str, str | None]:
    """Return the names the model counts to the dictionary, each with the register that held it before the case.

    What a step writes into a register is there only afterwards, so writing tells of no register.
    """
    found: dict[str, str | None] = {}
    for element in model.elements.values():
        for item in element.step.items if element.step is not None else ():
            held = item.register if item.op != "write" and item.register not in PRIVATE else None
            found[item.key] = found.get(item.key) or held
    return found


def _words(model: Model) -> dict[str, str]:
    """Return what the forms of the model call a datum, by its name."""
    found: dict[str, str] = {}
    for form in model.forms.values():
        for key, words in field_labels(form).items():
            found.setdefault(key, words)
    return found
