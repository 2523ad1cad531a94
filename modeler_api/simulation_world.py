"""The world a simulation runs in: the scenario of the library when there is one, else what the model itself says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeler_api.repository import Kept
from processes.text import Message, _

if TYPE_CHECKING:
    from processes.scenario import Scenario

MOST_CASES = 50_000
MOST_REPLICATIONS = 200
MOST_IN_ALL = 200_000

WORLDS: dict[str, Message] = {
    "library": _("The scenario of the library, each figure with its source"),
    "model": _("What the model itself says of times and frequency"),
}


def worlds_of(kept: Kept) -> dict[str, Message]:
    """The worlds to choose from for a procedure."""
    return WORLDS if kept.sample is not None else {"model": WORLDS["model"]}


def scenario_of(kept: Kept, world: str) -> Scenario | None:
    """The scenario of a world; None lets the simulation derive it from the model."""
    return kept.sample.scenario if world == "library" and kept.sample is not None else None


def read_amounts(
    form: dict[str, str], *, defaults: dict[str, int]
) -> tuple[dict[str, int], dict[str, Message]]:
    """Cases, replications and seed as typed, with what is wrong with them."""
    limits = {"cases": (1, MOST_CASES), "replications": (1, MOST_REPLICATIONS), "seed": (0, 2**31 - 1)}
    words = {
        "cases": _("Enter how many cases to simulate, from 1 to 50,000."),
        "replications": _("Enter how often to repeat it, from 1 to 200."),
        "seed": _("Enter the seed as a whole number."),
    }
    amounts, errors = dict(defaults), {}
    for name, (least, most) in limits.items():
        typed = form.get(name, str(defaults[name])).strip().replace(" ", "").replace("\u00a0", "")
        if not typed.isdecimal() or not least <= int(typed) <= most:
            errors[name] = words[name]
        else:
            amounts[name] = int(typed)
    if not errors and amounts["cases"] * amounts["replications"] > MOST_IN_ALL:
        errors["replications"] = _(
            "Cases times repetitions may be at most 200,000. Ask for fewer cases or fewer repetitions."
        )
    return amounts, errors
