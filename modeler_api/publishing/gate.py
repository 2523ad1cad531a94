"""The tasks before a version comes into force, each with how it stands and where it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from modeler_api.decisions.beside import decisions_in
from modeler_api.decisions.look import said_of
from modeler_api.decisions.trials import read_samples, run
from modeler_api.organisation import candidate_groups, foreign_groups
from modeler_api.repository import Kept, find
from modeler_api.roster import Roster
from modeler_api.store import reviews, version_decisions
from modeler_api.store.reviews import Review
from modeler_api.summary_card import cells, label_of, percent
from modeler_api.translation import text
from modeler_api.trying.rehearsal import Rehearsal
from modeler_api.wiring import Door
from processes.text import Message, _

_SOUND = frozenset(
    {"unsound", "fake_join", "lack_of_synchronisation", "soundness_undecided", "unbounded", "dead_element"}
)
_LIMITS = frozenset({"limits_exceed_statutory", "no_deadline"})
_FORMS = frozenset({"form_collects_unread", "form_missing"})
_EYES = frozenset({"four_eyes_impossible"})
_BUDGET = ("in_person", "visits", "documents", "applicant_time", "money")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task of the list: `blocks` says that the version cannot come into force as it stands."""

    name: str
    title: Message
    state: str
    tone: str
    href: str | None = None
    hint: str = ""
    blocks: bool = False


def tasks(door: Door, kept: Kept, rehearsal: Rehearsal, *, agency: str | None) -> list[Task]:
    """Every task of a version, in the order in which an analyst does them."""
    found = [*_rules(kept), _roles(door, kept, agency), _scenarios(kept, rehearsal)]
    found += [*_decisions(door, kept), _budget(kept), *_stage(door, kept)]
    return [*found, _review(kept, reviews.of(door.store, kept.version.id))]


def _rules(kept: Kept) -> Iterator[Task]:
    problems = url_for("procedure.show", key=kept.key, version=kept.version.number, tab="problems")
    errors = [p for p in kept.problems if p.severity == "error"]
    yield Task(
        name="problems",
        title=_("The rules have nothing against it"),
        state=ngettext("%(num)s error", "%(num)s errors", len(errors)) if errors else gettext("no error"),
        tone="late" if errors else "good",
        href=problems,
        hint=ngettext("%(num)s warning", "%(num)s warnings", _warnings(kept)) if _warnings(kept) else "",
        blocks=bool(errors),
    )
    for name, title, rules in (
        ("soundness", _("Every case can end"), _SOUND),
        ("deadlines", _("The deadlines add up"), _LIMITS),
        ("forms", _("The forms ask for nothing in vain"), _FORMS),
        ("four eyes", _("Four eyes are two people on every way"), _EYES),
    ):
        against = [p for p in kept.problems if p.rule in rules]
        grave = [p for p in against if p.severity != "note"]
        yield Task(
            name=name,
            title=title,
            state=ngettext("%(num)s finding", "%(num)s findings", len(against))
            if against
            else gettext("in order"),
            tone="soon" if grave else "" if against else "good",
            href=problems if against else None,
            hint=", ".join(dict.fromkeys(label_of(kept.model, p.element) for p in against if p.element)),
        )


def _warnings(kept: Kept) -> int:
    return sum(problem.severity == "warning" for problem in kept.problems)


def _roles(door: Door, kept: Kept, agency: str | None) -> Task:
    groups = sorted(candidate_groups(kept.model))
    roster = Roster(door.store)
    empty = [group for group in groups if not roster.members([group])]
    foreign = foreign_groups(door.store, groups, agency)
    return Task(
        name="roles",
        title=_("Somebody does the work"),
        state=ngettext("%(num)s group without people", "%(num)s groups without people", len(empty))
        if empty
        else gettext("every group has people"),
        tone="late" if foreign else "soon" if empty else "good",
        hint=", ".join(empty or foreign),
        blocks=bool(foreign),
    )


def _scenarios(kept: Kept, rehearsal: Rehearsal) -> Task:
    failed, covered = rehearsal.failed, rehearsal.coverage
    told = gettext(
        "%(elements)s of the elements, %(flows)s of the flows",
        elements=percent(covered.element_share),
        flows=percent(covered.flow_share),
    )
    if failed:
        state = ngettext("%(num)s ends otherwise", "%(num)s end otherwise", len(failed))
    else:
        state = gettext("all end as they did") if rehearsal.replayed else gettext("no scenario yet")
    return Task(
        name="scenarios",
        title=_("The scenarios end as they should"),
        state=state,
        tone="late" if failed else "good" if rehearsal.replayed else "soon",
        href=url_for("trying.index", key=kept.key, version=kept.version.number),
        hint=told if rehearsal.replayed else "",
        blocks=bool(failed),
    )


def _decisions(door: Door, kept: Kept) -> Iterator[Task]:
    """The decisions that come into force with the version say of their samples what is expected."""
    files = [decisions_in(each.source) for each in version_decisions.of(door.store, kept.version.id)]
    if not files:
        return
    results = [
        run([*(each for each in files if each.namespace in model.imports), model], sample)
        for model, each in zip(files, version_decisions.of(door.store, kept.version.id), strict=True)
        for sample in read_samples(each.samples)
    ]
    failed = sum(result.agrees is False for result in results)
    said = [one for model in files for one in said_of(model, files)]
    grave, loose = sum(one.tone == "late" for one in said), sum(one.tone == "soon" for one in said)
    if grave:
        state = ngettext("%(num)s error", "%(num)s errors", grave)
    elif failed:
        state = ngettext("%(num)s sample is otherwise", "%(num)s samples are otherwise", failed)
    else:
        state = gettext("all samples as expected") if results else gettext("no sample yet")
    yield Task(
        name="decisions",
        title=_("The decisions say what they should"),
        state=state,
        tone="late" if failed or grave else "soon" if loose or not results else "good",
        href=url_for("decision_files.index", key=kept.key),
        hint="; ".join(text(one.message) for one in said[:3]),
        blocks=bool(failed or grave),
    )


def _budget(kept: Kept) -> Task:
    """What a case asks of people may not grow beyond what the version in force asks, unless somebody says why."""
    live = Kept(kept.door, kept.live) if kept.live and not kept.is_to_be else None
    grown = _grown(kept, live) if live and live.version.id != kept.version.id else []
    return Task(
        name="budget",
        title=_("It asks no more of people than before"),
        state=ngettext("%(num)s figure grows", "%(num)s figures grow", len(grown))
        if grown
        else gettext("no figure grows"),
        tone="soon" if grown else "good",
        hint="; ".join(grown),
    )


def _grown(kept: Kept, live: Kept) -> list[str]:
    before = {cell.name: cell for cell in cells(live.summary)}
    found = []
    for cell in cells(kept.summary):
        was = before[cell.name]
        if (
            cell.name in _BUDGET
            and cell.amount is not None
            and was.amount is not None
            and cell.amount > was.amount
        ):
            found.append(
                gettext(
                    "%(figure)s: %(after)s instead of %(before)s",
                    figure=text(cell.label),
                    after=cell.value,
                    before=was.value,
                )
            )
    return found


def _stage(door: Door, kept: Kept) -> Iterator[Task]:
    """Another version that some new cases follow has to be widened or withdrawn first."""
    owner = find(door, kept.base_key) if kept.is_to_be else kept
    if owner is None or owner.stage is None or owner.staged is None:
        return
    # A redesign became a version of its procedure when it was put on trial; versions may differ by decisions alone.
    on_trial = owner.staged.based_on if kept.is_to_be else owner.staged.id
    if on_trial == kept.version.id:
        return
    yield Task(
        name="stage",
        title=_("No other version is in force for some cases only"),
        state=gettext(
            "version %(number)s: %(whom)s", number=owner.staged.number, whom=text(owner.stage.whom)
        ),
        tone="late",
        href=url_for("procedure.show", key=kept.base_key, tab="versions"),
        hint=gettext("Widen it to all cases or withdraw it first."),
        blocks=True,
    )


def _review(kept: Kept, said: Sequence[Review]) -> Task:
    wanted = [one for one in said if one.is_open]
    approved = [one for one in said if one.kind == "approval" and one.author not in kept.version.makers]
    if wanted:
        state, tone = (
            ngettext("%(num)s change is asked for", "%(num)s changes are asked for", len(wanted)),
            "late",
        )
    elif approved:
        state, tone = gettext("approved"), "good"
    elif any(one.kind == "asked" for one in said):
        state, tone = gettext("asked for, not approved yet"), "late"
    else:
        state, tone = gettext("not approved yet"), "late"
    return Task(
        name="review",
        title=_("A second person has looked at it"),
        state=state,
        tone=tone,
        href=url_for("reviews.show", key=kept.key, number=kept.version.number),
        blocks=bool(wanted) or not approved,
    )


def blockers(found: Sequence[Task]) -> list[Task]:
    """The tasks that keep a version from coming into force."""
    return [task for task in found if task.blocks]
