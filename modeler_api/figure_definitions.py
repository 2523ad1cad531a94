"""What each number of a report means, in the reader's words: how it is counted, and how it is misread."""

from __future__ import annotations

from dataclasses import dataclass

from processes.text import Message, _


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One number: its name, what it counts, and what it does not say."""

    name: str
    label: Message
    counts: Message
    misread: Message


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        name="throughput",
        label=_("How long cases take"),
        counts=_(
            "The time from the first to the last recorded event of a case. Half of the cases take up to the "
            "median, nine "
            "in ten up to the 90th percentile. In working time only the hours count in which the office is open."
        ),
        misread=_("Only cases that have ended count: recent months look shorter than they will be."),
    ),
    Definition(
        name="p90",
        label=_("Nine in ten are done within"),
        counts=_(
            "The 90th percentile of the time from the first to the last event: one case in ten takes longer."
        ),
        misread=_("It says nothing of how much longer the tenth case takes; the list of its cases does."),
    ),
    Definition(
        name="waiting-share",
        label=_("Share of waiting"),
        counts=_(
            "All waiting divided by all waiting and work together. Work waits from the moment it was offered "
            "(else from the previous completion in the case) to the moment somebody began it."
        ),
        misread=_("It says where cases wait, not why. Where beginnings are not recorded it is not known."),
    ),
    Definition(
        name="causes",
        label=_("Why cases wait"),
        counts=_(
            "Each second of waiting has one cause, the first of these that holds: the applicant or another "
            "agency is waited "
            "for, work is let pile up, nobody is there, people are busy with earlier cases, later cases are "
            "preferred. The rest is unknown."
        ),
        misread=_(
            "Causes follow one another: to take one away need not shorten a wait when the next was hidden behind it."
        ),
    ),
    Definition(
        name="heat-wait",
        label=_("Heat: waiting"),
        counts=_("The waiting before a step in all cases, divided by the number of cases."),
        misread=_(
            "A step that few cases come to looks cool even when each of them waits long: see its median."
        ),
    ),
    Definition(
        name="heat-work",
        label=_("Heat: work"),
        counts=_(
            "The time from beginning to completing a step in all cases, divided by the number of cases."
        ),
        misread=_("Work that was laid aside counts as work until it was completed."),
    ),
    Definition(
        name="heat-frequency",
        label=_("Heat: how often"),
        counts=_("How many times a step was completed, divided by the number of cases."),
        misread=_("More than once in a case may be meant: one inspection for each of several buildings."),
    ),
    Definition(
        name="heat-breach",
        label=_("Heat: over the limit"),
        counts=_(
            "The share of the pieces of work of a step that took longer than the limit the model sets, from the moment "
            "they could begin."
        ),
        misread=_(
            "A step without a limit is not known, not in time. Time in which the clock stood still is counted."
        ),
    ),
    Definition(
        name="heat-cost",
        label=_("Heat: cost"),
        counts=_(
            "What the log recorded as the cost of a step, divided by the cases; else the working hours on it at "
            "the rate its lane has in the model."
        ),
        misread=_(
            "Work without a recorded beginning, group or rate is not known, not free; where some of it is, the "
            "value says “at least”. An hour saved is money only when it is used for something else."
        ),
    ),
    Definition(
        name="heat-fee",
        label=_("Heat: fees"),
        counts=_(
            "The fees that the model says of a step, express fees aside, times how often the log says it happens."
        ),
        misread=_("A step of which nobody has said a fee is not known, not free."),
    ),
    Definition(
        name="heat-effort",
        label=_("Heat: the applicant's effort"),
        counts=_(
            "The applicant's own time at a step as the model says it (work, queue, the way there and back once a "
            "trip), times how often the log says it happens."
        ),
        misread=_("The office's own steps cost applicants no effort; waiting at home is not in it."),
    ),
    Definition(
        name="ways",
        label=_("Ways"),
        counts=_("Cases that completed the same steps in the same order went the same way."),
        misread=_("Two cases that did the same side by side in another order count as two ways."),
    ),
    Definition(
        name="conformance",
        label=_("As drawn"),
        counts=_(
            "Each case is laid beside the model so that as few steps as possible are skipped or unexpected (an "
            "alignment). The share is 1 less the deviations, divided by the steps of the case and those of the "
            "shortest way through the model, averaged over cases."
        ),
        misread=_(
            "A deviation is no fault: the office may know better than the drawing. Conditions are not checked."
        ),
    ),
    Definition(
        name="queue",
        label=_("Queue over time"),
        counts=_(
            "How many pieces of work lay before a step at a moment: those that could begin and that nobody had "
            "begun. The average is over the whole period, day and night."
        ),
        misread=_("Where no beginnings are recorded, work in hand is counted too, and the chart says so."),
    ),
    Definition(
        name="spectrum",
        label=_("Passages between steps"),
        counts=_(
            "Each passage from one completed step to the next of the same case. Overtaken is a passage during "
            "which a later one began and ended."
        ),
        misread=_("In branches side by side the next step need not have waited for the one before."),
    ),
    Definition(
        name="dotted",
        label=_("Cases over time"),
        counts=_("Each completed step of a case as a dot, cases in the order in which they began."),
        misread=_("In a large log only some cases are drawn, evenly spread; the table counts all."),
    ),
    Definition(
        name="handovers",
        label=_("Handovers"),
        counts=_("How often a step of one group was followed, in the same case, by a step of another."),
        misread=_("It follows the order of completion; it says who came next, not who handed anything over."),
    ),
    Definition(
        name="critical-path",
        label=_("The critical path"),
        counts=_(
            "The chain of steps that decides how long a case takes: of branches side by side the longest, of "
            "those to choose "
            "from the most probable. Lengths are the medians of waiting and work in the log, else what the model says."
        ),
        misread=_("Medians added up are not the median of the whole; loops are counted once."),
    ),
    Definition(
        name="journey",
        label=_("The applicant's journey"),
        counts=_(
            "Each step in which the applicant deals with somebody, with the trip it is on, the papers it asks "
            "for and which of them a register of the state already holds."
        ),
        misread=_("It tells what the model says; a step nobody has assessed may hide a contact."),
    ),
    Definition(
        name="burden",
        label=_("Hours of citizens in a year"),
        counts=_(
            "The applicant's own time in one case, as the model says it, times the cases of a year. Standard "
            "Cost Model: price times quantity, without the price."
        ),
        misread=_("Where nobody has said how many cases a year there are, it is not known."),
    ),
    Definition(
        name="exposure",
        label=_("Exposure"),
        counts=_(
            "Of the circumstances in which a decision could be bought or hurried (wide discretion, one decider, "
            "contact, cash, no limit, no written basis) the weighted share that the step has."
        ),
        misread=_("It is a property of the rules and says nothing about any person."),
    ),
    Definition(
        name="effort-to-change",
        label=_("Effort to change"),
        counts=_(
            "Small where no act has to be amended, medium where an order or a decree has, large where a law has; among "
            "equals the one with fewer acts."
        ),
        misread=_("It counts the acts that the model names; training and software are not in it."),
    ),
)
"""Every number that a page explains, in reading order."""
