"""The `gov:` vocabulary: what a procedure costs the people it serves.

One XML element per BPMN element, inside its `extensionElements`; scalars are attributes, lists are children.  A model
without any of it stays valid and executable.  **None means not assessed**: nobody has said; it is never zero.

Source: the project's vocabulary, namespace `urn:kyzmat:gov:1`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

NAMESPACE = "urn:kyzmat:gov:1"

ACTORS = ("citizen", "business", "official", "otherAgency", "thirdParty", "system")
APPLICANTS = ("citizen", "business")
CHANNELS = ("inPerson", "phone", "post", "online", "kiosk", "registryQuery", "internal")
DISCRETIONS = ("none", "bounded", "wide")
DECIDERS = ("one", "fourEyes", "commission", "system")
#: How work comes to a person: *pull* (taken by whoever comes first), or given out in one of these ways.
ASSIGNMENTS = (
    "pull",
    "fairQueue",
    "roundRobin",
    "leastLoaded",
    "samePerformer",
    "headAssigns",
    "random",
    "fixed",
)
#: What happens when a limit is reached: the head is told, silence means yes or no, or it is only written down.
ON_LIMIT = ("escalate", "tacitYes", "tacitNo", "nothing")
#: What a step does with a datum.
ITEM_OPS = ("ask", "read", "write")
PURPOSES = ("service", "control", "handover", "record", "wait")
LEGAL_TYPES = ("law", "decree", "order", "practice", "none")
CONFIDENCES = ("A", "B", "C")
#: What a piece of evidence can speak of: that the step is there at all, and one kind of figure each.
SUBJECTS = (
    "step",
    "effort",
    "queue",
    "wait",
    "limit",
    "visit",
    "fee",
    "document",
    "frequency",
    "tariff",
    "travel",
)


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A duration as minimum, typical and maximum; a single figure has all three equal."""

    minimum: timedelta
    typical: timedelta
    maximum: timedelta


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where a figure comes from: law, interview, observation, log or estimate, with date and confidence A, B or C.

    `about` names what it speaks of, from `SUBJECTS`; without any it speaks of everything no other evidence of the same
    element speaks of.
    """

    source: str
    confidence: str | None = None
    on: date | None = None
    note: str = ""
    about: tuple[str, ...] = ()


def evidence_about(evidence: tuple[Evidence, ...], subject: str) -> tuple[Evidence, ...]:
    """Return what speaks of `subject`: the evidence that names it, else that which names nothing.

    >>> seen, guessed = (
    ...     Evidence(source="law", confidence="A"),
    ...     Evidence(source="estimate", about=("effort",)),
    ... )
    >>> [e.source for s in ("step", "effort") for e in evidence_about((seen, guessed), s)]
    ['law', 'estimate']
    """
    named = tuple(e for e in evidence if subject in e.about)
    return named or tuple(e for e in evidence if not e.about)


@dataclass(frozen=True, kw_only=True)
class Legal:
    """The norm a step, a document or a procedure rests on; `mandatory` None means nobody has said."""

    type: str
    ref: str
    mandatory: bool | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asks:
    """A document the step asks of the applicant."""

    document: str
    form: str | None = None
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """A datum the step asks of the applicant, reads in a register or writes there, by its name in the dictionary."""

    key: str
    op: str | None = None
    register: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fee:
    """Money the step takes: Decimal amount, ISO 4217 currency, and how it is paid."""

    amount: Decimal
    currency: str
    method: str | None = None
    express: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """The place and trip number of a step; the same number is the same journey."""

    place: str
    trip: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """What an analyst has said about one step; every None is *not assessed*.

    `assignment` is how its work comes to one of several officers, `performer_of` the earlier step whose performer gets
    it (*samePerformer*).  Whoever did one of the steps `separate_from` may not do this one; only who did `bound_to`
    may.  `on_limit` says what happens when `limit` is over (`ON_LIMIT`), `on_limit_data` (a FEEL context) what is
    written then where silence decides.  `refuses_when` (FEEL over the answers) says when the step refuses what was
    applied for; then the answer `refusal_reason` holds the legal reason and `refusal_appeal`, where an officer writes
    it, how to appeal.  `place` is where it is dealt with when the applicant travels nowhere: the portal or office at
    the other end, or the home somebody comes to.
    """

    actor: str | None = None
    channel: str | None = None
    visit: Visit | None = None
    place: str | None = None
    effort: Spread | None = None
    queue: Spread | None = None
    wait: Spread | None = None
    wait_unit: str = "working"
    discretion: str | None = None
    criteria: str | None = None
    deciders: str | None = None
    assignment: str | None = None
    performer_of: str | None = None
    separate_from: tuple[str, ...] = ()
    bound_to: str | None = None
    purpose: str | None = None
    limit: timedelta | None = None
    limit_unit: str = "working"
    on_limit: str | None = None
    on_limit_data: str | None = None
    refuses_when: str | None = None
    refusal_reason: str | None = None
    refusal_appeal: str | None = None
    automation: str | None = None
    legal: tuple[Legal, ...] = ()
    asks: tuple[Asks, ...] = ()
    issues: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    fees: tuple[Fee, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str | None:
        """The place it is dealt with, reached by a journey or from afar; None when nobody has said."""
        return self.visit.place if self.visit is not None else self.place

    @property
    def is_in_person(self) -> bool | None:
        """Whether the applicant stands before somebody; None when the channel is not assessed."""
        return None if self.channel is None else self.channel == "inPerson"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A paper or a record: who issues it and which register holds it (`held_in` None: not assessed)."""

    id: str
    name: str
    type: str | None = None
    issuer: str | None = None
    held_in: str | None = None
    form: str | None = None
    final: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who stands behind a pool or lane; `group` is the candidate group its work items go to.

    `rate` is what an hour of its people's work costs the office, in `currency`.
    """

    kind: str | None = None
    agency: str | None = None
    level: str | None = None
    staff_class: str | None = None
    group: str | None = None
    rate: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a visit leads: travel there and back again in minutes, and what the journey costs."""

    id: str
    name: str
    travel: timedelta | None = None
    travel_cost: Decimal | None = None
    currency: str | None = None
    kiosk: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """What the whole process is, in the register's terms.

    `code` is short and begins the numbers of cases; `register_item` is the chapter and item of the Unified Register.
    `appeal` is who decides about an objection, within `appeal_days` of learning of the decision, and `appeals` the same
    in other languages.
    """

    code: str | None = None
    register_item: str | None = None
    variant: str | None = None
    pair_of: str | None = None
    owner: str | None = None
    level: str | None = None
    beneficiary: str | None = None
    life_events: tuple[str, ...] = ()
    frequency: int | None = None
    frequency_year: int | None = None
    limit: timedelta | None = None
    limit_unit: str = "working"
    on_limit: str | None = None
    on_limit_data: str | None = None
    legal: tuple[Legal, ...] = ()
    appeal: str | None = None
    appeal_days: int | None = None
    appeals: dict[str, str] = field(default_factory=dict)
    impact: int | None = None
    tariff: Decimal | None = None
    tariff_currency: str | None = None
    evidence: tuple[Evidence, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
