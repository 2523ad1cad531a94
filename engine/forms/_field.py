"""What every kind of field shares: its label, its limits, and how a value is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from processes.text import Message, _

Component = Mapping[str, Any]
"""One component of a form-js schema, as it stands in the model; expressions in its rules are answered already."""

Read = Callable[[Component, Any], Any]
"""Returns the typed value of what was given, or raises `Wrong`."""

Judge = Callable[[Component, Any], "Message | None"]
"""Returns what is wrong with a typed value, or None."""

R = TypeVar("R", bound=Read)


class Wrong(Exception):
    """The value is not of the field's kind; `message` says what to enter."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What else is to know of a kind: how a typed value is judged, how a missing one is asked for."""

    judge: Judge | None
    missing: Message
    #: Whether nothing given has a value too, such as a box that is not ticked.
    reads_nothing: bool
    #: Whether the value is made by an act of its own, and never simply typed.
    is_act: bool


ENTER = _("Enter {label}.")


def kind(
    *,
    judge: Judge | None = None,
    missing: Message = ENTER,
    reads_nothing: bool = False,
    is_act: bool = False,
) -> Callable[[R], R]:
    """Say of a reading function what else its kind of field has."""

    def mark(read: R) -> R:
        traits = Traits(judge=judge, missing=missing, reads_nothing=reads_nothing, is_act=is_act)
        read.traits = traits  # type: ignore[attr-defined]  # read back by `traits_of`
        return read

    return mark


def traits_of(read: Read) -> Traits:
    """Return what `kind` said of a reading function."""
    found: Traits = read.traits  # type: ignore[attr-defined]  # put there by `kind`
    return found


def label_of(field: Component) -> str:
    """Return what a field is called: its label, else its key."""
    return str(field.get("label") or field.get("dateLabel") or field.get("timeLabel") or field.get("key", ""))


def is_blank(value: Any) -> bool:
    """Return whether nothing was given: null, or text of nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_missing(value: Any) -> bool:
    """Return whether a typed value is none."""
    return value is None or value is False or value == []


def limit(value: Any) -> Decimal | None:
    """Return a limit of a rule as a number; None for none, also for one that is no number."""
    try:
        return None if value in (None, "") or isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None


def decimal(field: Component, value: Any) -> Decimal:
    """Return what was typed as an exact number: "1 234,50" and "1234.5" are the same; raises `Wrong`."""
    label = label_of(field)
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise Wrong(_("{label} must be a number.").format(label=label))
    text = "".join(str(value).split()).replace("\u2212", "-").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Wrong(_("{label} must be a number, such as 12 or 12.5.").format(label=label)) from None
    if not number.is_finite():
        raise Wrong(_("{label} must be a number.").format(label=label))
    digits = field.get("decimalDigits")
    exponent = number.as_tuple().exponent
    if digits is not None and isinstance(exponent, int) and -exponent > int(digits):
        raise Wrong(_("{label} may have {digits} decimal places at most.").format(label=label, digits=digits))
    return number


def between(field: Component, number: Decimal) -> Message | None:
    """Return what is wrong with a number by `min` and `max`."""
    rules, label = field.get("validate") or {}, label_of(field)
    low, high = limit(rules.get("min")), limit(rules.get("max"))
    if low is not None and number < low:
        return _("{label} must be at least {limit}.").format(label=label, limit=low)
    if high is not None and number > high:
        return _("{label} must be at most {limit}.").format(label=label, limit=high)
    return None


def choices(field: Component) -> list[Any] | None:
    """Return the values on offer; None when they come from a variable and are not known here."""
    values = field.get("values")
    if not isinstance(values, Sequence) or isinstance(values, str):
        return None
    return [v.get("value") if isinstance(v, Mapping) else v for v in values]


def chosen(field: Component, value: Any) -> Any:
    """Return the choice that was given; raises `Wrong` for one that is not offered."""
    offered = choices(field)
    if offered is None:
        return value
    for choice in offered:
        if choice == value or str(choice) == str(value):
            return choice
    raise Wrong(_("Choose one of the answers offered for {label}.").format(label=label_of(field)))


def in_words(field: Component, value: Any) -> str:
    """Return a value as it was read when it was given: choices by their labels, several ones one after the other.

    >>> in_words({"values": [{"value": "12", "label": "Article 12"}]}, ["12"])
    'Article 12'
    """
    offered = field.get("values")
    listed = offered if isinstance(offered, list) else ()
    labels = {
        str(each.get("value")): str(each.get("label") or each.get("value"))
        for each in listed
        if isinstance(each, Mapping)
    }
    given = value if isinstance(value, list) else [value]
    return "; ".join(labels.get(str(each), str(each)) for each in given)


def several(field: Component, value: Any) -> list[Any]:
    """Return the choices that were given."""
    if value is None or value == "":
        return []
    given = list(value) if isinstance(value, (list, tuple, set)) else [value]
    return [chosen(field, each) for each in given]


def plain_text(field: Component, value: Any) -> str | None:
    """Return one text; raises `Wrong` for what is none."""
    if is_blank(value):
        return None
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise Wrong(_("{label} must be text.").format(label=label_of(field)))
    return str(value)
