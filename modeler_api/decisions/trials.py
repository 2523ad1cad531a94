"""A decision tried on sample data by the real evaluator, and whether it says what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.decisions import Fault, trial
from engine.errors import SandboxError
from engine.expressions import feel
from modeler_api.decisions.questions import NotAValue, Question, answered, asked, value_of, written

if TYPE_CHECKING:
    from processes.decision.model import DecisionModel

MOST_SAMPLES = 200


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Values a decision is tried on, as they were typed, and what it is expected to give; nothing is not compared."""

    decision: str
    given: Mapping[str, str]
    expected: Mapping[str, str]
    title: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the sample as it is kept."""
        return {
            "decision": self.decision,
            "title": self.title,
            "given": dict(self.given),
            "expected": dict(self.expected),
        }


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a sample: each output in words, the rules that matched by decision, and what went wrong.

    `agrees` is None where nothing was expected, `differs` names the outputs that are otherwise.
    """

    outputs: Mapping[str, str]
    rules: Mapping[str, tuple[int, ...]]
    faults: tuple[Fault, ...]
    agrees: bool | None
    differs: tuple[str, ...] = ()
    required: tuple[tuple[str, str], ...] = ()
    """The decisions it rests on, each with what it came to."""


def read_samples(kept: Sequence[Mapping[str, Any]]) -> tuple[Sample, ...]:
    """The samples as they were kept."""
    return tuple(
        Sample(
            decision=each["decision"],
            title=each.get("title", ""),
            given=each.get("given", {}),
            expected=each.get("expected", {}),
        )
        for each in kept
    )


def run(models: Sequence[DecisionModel], sample: Sample) -> Result:
    """Try a sample on a decision of the last of `models`; the others it imports. What went wrong is in the result."""
    model = models[-1]
    data: dict[str, Any] = {}
    faults: list[Fault] = []
    for question in asked(model, sample.decision):
        try:
            data[question.name] = value_of(question, sample.given.get(question.name, ""))
        except NotAValue as wrong:
            faults.append(Fault(element=sample.decision, code="not a value", message=wrong.message))
    if faults:
        return Result(outputs={}, rules={}, faults=tuple(faults), agrees=False if _expects(sample) else None)
    try:
        outcome, found = trial(models, sample.decision, data)
    except SandboxError as error:
        fault = Fault(element=sample.decision, code="stopped", message=error.message)
        return Result(outputs={}, rules={}, faults=(fault,), agrees=False if _expects(sample) else None)
    fields = answered(model, sample.decision)
    values = _values(fields, outcome.value)
    differs = tuple(field.name for field in fields if not _is_expected(field, values, sample))
    expects = _expects(sample)
    return Result(
        outputs={name: written(value) for name, value in values.items()},
        rules={
            entry["decision"]: tuple(rule["number"] for table in entry["tables"] for rule in table["rules"])
            for entry in outcome.trace
        },
        faults=found,
        agrees=(not differs and not found) if expects else None,
        differs=differs,
        required=tuple(
            (entry["label"], written(entry["value"]))
            for entry in outcome.trace
            if entry["decision"] != sample.decision
        ),
    )


def _expects(sample: Sample) -> bool:
    return any(typed.strip() for typed in sample.expected.values())


def _values(fields: Sequence[Question], value: Any) -> dict[str, Any]:
    """What each output came to; nothing decided is null for all of them."""
    if len(fields) == 1:
        return {fields[0].name: value}
    found = value if isinstance(value, Mapping) else {}
    return {field.name: found.get(field.name) for field in fields}


def _is_expected(field: Question, values: Mapping[str, Any], sample: Sample) -> bool:
    typed = sample.expected.get(field.name, "").strip()
    if not typed:
        return True
    try:
        wanted = value_of(field, typed)
        same = feel.evaluate("actual = expected", {"actual": values[field.name], "expected": wanted})
    except (NotAValue, SandboxError):
        return False
    return same is True
