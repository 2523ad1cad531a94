"""Reading the `gov:` vocabulary from XML: values that do not parse are reported and count as not assessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar

from processes.model import gov
from processes.model.duration import read_duration
from processes.model.xml import local, namespace, tag
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from processes.model.import_report import ImportNotes

T = TypeVar("T")


def gov_child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the `gov:` element of this local name in the extension elements of `element`."""
    for child in element:
        if local(child) == "extensionElements":
            return child.find(tag(gov.NAMESPACE, name))
    return None


@dataclass
class GovReader:
    """Reads `gov:` elements of one file and notes what is wrong with them."""

    notes: ImportNotes
    owner: str = ""

    def _value(self, node: etree._Element, name: str, read: Callable[[str], T]) -> T | None:
        text = node.get(name)
        if text is None or not text.strip():
            return None
        try:
            return read(text.strip())
        except (ValueError, InvalidOperation) as error:
            self.notes.note(
                "must fix",
                _("gov:{element} has {attribute}={value}, which cannot be read: {reason}").format(
                    element=local(node), attribute=name, value=repr(text), reason=str(error)
                ),
                element=self.owner or None,
                line=int(node.sourceline or 0) or None,
            )
            return None

    def _choice(self, node: etree._Element, name: str, known: tuple[str, ...]) -> str | None:
        def read(text: str) -> str:
            if text not in known:
                raise ValueError(f"known are {', '.join(known)}.")
            return text

        return self._value(node, name, read)

    def _children(self, node: etree._Element, name: str) -> list[etree._Element]:
        return list(node.findall(tag(gov.NAMESPACE, name)))

    def _names(self, node: etree._Element, child: str = "name") -> dict[str, str]:
        return {n.get("lang", ""): (n.text or "").strip() for n in self._children(node, child)}

    def names(self, element: etree._Element) -> dict[str, str]:
        """Return a BPMN element's names by language: `gov:name` in its extensions, else those of its `gov:step`."""
        extensions = next((child for child in element if local(child) == "extensionElements"), None)
        found = self._names(extensions) if extensions is not None else {}
        step = gov_child(element, "step")
        return found or (self._names(step) if step is not None else {})

    def step(self, element: etree._Element) -> gov.Step | None:
        """Return what `gov:step` says of `element`, None when there is none."""
        node = gov_child(element, "step")
        if node is None:
            return None
        self.owner = element.get("id", "")
        return gov.Step(
            actor=self._choice(node, "actor", gov.ACTORS),
            channel=self._choice(node, "channel", gov.CHANNELS),
            visit=self._value(node, "visit", _visit),
            place=node.get("place"),
            effort=self._value(node, "effort", _spread),
            queue=self._value(node, "queue", _spread),
            wait=self._value(node, "wait", _spread),
            wait_unit=self._choice(node, "waitUnit", ("working", "calendar")) or "working",
            discretion=self._choice(node, "discretion", gov.DISCRETIONS),
            criteria=node.get("criteria"),
            deciders=self._choice(node, "deciders", gov.DECIDERS),
            assignment=self._choice(node, "assignment", gov.ASSIGNMENTS),
            performer_of=node.get("performerOf"),
            separate_from=tuple(node.get("separateFrom", "").split()),
            bound_to=node.get("boundTo"),
            purpose=self._choice(node, "purpose", gov.PURPOSES),
            limit=self._value(node, "limit", read_duration),
            limit_unit=self._choice(node, "limitUnit", ("working", "calendar")) or "working",
            on_limit=self._choice(node, "onLimit", gov.ON_LIMIT),
            on_limit_data=node.get("onLimitData"),
            refuses_when=node.get("refusesWhen"),
            refusal_reason=node.get("refusalReason"),
            refusal_appeal=node.get("refusalAppeal"),
            automation=self._choice(node, "automation", ("manual", "assisted", "full")),
            legal=self.legal(node),
            asks=tuple(
                gov.Asks(
                    document=n.get("document", ""), form=n.get("form"), count=self._value(n, "count", int)
                )
                for n in self._children(node, "asks")
            ),
            issues=tuple(n.get("document", "") for n in self._children(node, "issues")),
            reads=tuple(n.get("document", "") for n in self._children(node, "reads")),
            items=tuple(
                gov.Item(
                    key=n.get("key", "").strip(),
                    op=self._choice(n, "op", gov.ITEM_OPS),
                    register=(n.get("register") or "").strip() or None,
                )
                for n in self._children(node, "item")
                if n.get("key", "").strip()
            ),
            fees=self._fees(node),
            evidence=self.evidence(node),
            names=self._names(node),
        )

    def _fees(self, node: etree._Element) -> tuple[gov.Fee, ...]:
        fees = []
        for child in self._children(node, "fee"):
            amount = self._value(child, "amount", Decimal)
            if amount is not None:
                fees.append(
                    gov.Fee(
                        amount=amount,
                        currency=child.get("currency", "KGS"),
                        method=self._choice(
                            child, "method", ("cash", "bank", "terminal", "card", "online", "none")
                        ),
                        express=self._value(child, "express", _boolean),
                    )
                )
        return tuple(fees)

    def legal(self, node: etree._Element) -> tuple[gov.Legal, ...]:
        """Return the norms listed as children of `node`."""
        return tuple(
            gov.Legal(
                type=self._choice(n, "type", gov.LEGAL_TYPES) or "none",
                ref=n.get("ref", ""),
                mandatory=self._value(n, "mandatory", _boolean),
                url=n.get("url"),
            )
            for n in self._children(node, "legal")
        )

    def evidence(self, node: etree._Element) -> tuple[gov.Evidence, ...]:
        """Return the evidence listed as children of `node`."""
        return tuple(
            gov.Evidence(
                source=n.get("source", "estimate"),
                confidence=self._choice(n, "confidence", gov.CONFIDENCES),
                on=self._value(n, "date", date.fromisoformat),
                note=(n.text or "").strip(),
                about=self._about(n),
            )
            for n in self._children(node, "evidence")
        )

    def _about(self, node: etree._Element) -> tuple[str, ...]:
        """Return what the evidence speaks of; a word nobody knows is noted and stays, so that it covers no figure."""

        def known(text: str) -> tuple[str, ...]:
            unknown = [word for word in text.split() if word not in gov.SUBJECTS]
            if unknown:
                raise ValueError(f"not known: {', '.join(unknown)}; known are {', '.join(gov.SUBJECTS)}.")
            return tuple(text.split())

        said = self._value(node, "about", known)
        return said if said is not None else tuple((node.get("about") or "").split())

    def procedure(self, element: etree._Element) -> gov.Procedure | None:
        """Return what `gov:procedure` says of a process, None when there is none."""
        node = gov_child(element, "procedure")
        if node is None:
            return None
        self.owner = element.get("id", "")
        return gov.Procedure(
            code=node.get("code"),
            register_item=node.get("registerItem"),
            variant=self._choice(node, "variant", ("asIs", "toBe", "pilot", "inForce")),
            pair_of=node.get("pairOf"),
            owner=node.get("owner"),
            level=self._choice(node, "level", ("central", "region", "municipal")),
            beneficiary=self._choice(node, "beneficiary", ("citizen", "business", "both", "inside")),
            life_events=tuple(node.get("lifeEvent", "").split()),
            frequency=self._value(node, "frequency", int),
            frequency_year=self._value(node, "frequencyYear", int),
            limit=self._value(node, "limit", read_duration),
            limit_unit=self._choice(node, "limitUnit", ("working", "calendar")) or "working",
            on_limit=self._choice(node, "onLimit", gov.ON_LIMIT),
            on_limit_data=node.get("onLimitData"),
            legal=self.legal(node),
            appeal=node.get("appeal"),
            appeal_days=self._value(node, "appealDays", int),
            appeals=self._names(node, "appeal"),
            impact=self._value(node, "impact", int),
            tariff=self._value(node, "tariff", Decimal),
            tariff_currency=node.get("tariffCurrency"),
            evidence=self.evidence(node),
            names=self._names(node),
        )

    def document(self, element: etree._Element) -> gov.Document:
        """Return the document a data object (reference) stands for, with or without `gov:document`."""
        node = gov_child(element, "document")
        self.owner = element.get("id", "")
        if node is None:
            return gov.Document(id=self.owner, name=element.get("name", ""))
        return gov.Document(
            id=self.owner,
            name=element.get("name", ""),
            type=node.get("type"),
            issuer=node.get("issuer"),
            held_in=node.get("heldIn"),
            form=node.get("form"),
            final=self._value(node, "final", _boolean),
            evidence=self.evidence(node),
            names=self._names(node),
        )

    def party(self, element: etree._Element) -> gov.Party | None:
        """Return who stands behind a pool or lane, None when nobody has said."""
        node = gov_child(element, "party")
        if node is None:
            return None
        self.owner = element.get("id", "")
        return gov.Party(
            kind=self._choice(node, "kind", gov.ACTORS),
            agency=node.get("agency"),
            level=node.get("level"),
            staff_class=node.get("staffClass"),
            group=node.get("group"),
            rate=self._value(node, "rate", _rate),
            currency=node.get("currency"),
        )

    def places(self, root: etree._Element) -> dict[str, gov.Place]:
        """Return every `gov:place` of the file by its id."""
        found = {}
        for node in root.iter(tag(gov.NAMESPACE, "place")):
            self.owner = node.get("id", "")
            minutes = self._value(node, "travel", read_duration)
            found[self.owner] = gov.Place(
                id=self.owner,
                name=node.get("name", self.owner),
                travel=minutes,
                travel_cost=self._value(node, "cost", Decimal),
                currency=node.get("currency"),
                kiosk=self._value(node, "kiosk", _boolean),
                evidence=self.evidence(node),
                names=self._names(node),
            )
        return found


def is_gov(element: etree._Element) -> bool:
    """Return whether `element` belongs to this vocabulary."""
    return namespace(element) == gov.NAMESPACE


def _boolean(text: str) -> bool:
    if text not in ("true", "false", "yes", "no", "1", "0"):
        raise ValueError("write true or false.")
    return text in ("true", "yes", "1")


def _visit(text: str) -> gov.Visit:
    place, separator, trip = text.rpartition(":")
    if not separator or not place or not trip.isdigit():
        raise ValueError("write the place and the number of the trip, such as psc:1.")
    return gov.Visit(place=place, trip=int(trip))


def _rate(text: str) -> Decimal:
    rate = Decimal(text)
    if not rate.is_finite() or rate < 0:
        raise ValueError("write what an hour costs, such as 250.")
    return rate


def _spread(text: str) -> gov.Spread:
    """Read `PT20M` or `PT10M/PT20M/PT40M` (minimum, typical, maximum)."""
    lengths = [read_duration(part) for part in text.split("/")]
    if len(lengths) == 1:
        lengths *= 3
    if len(lengths) != 3 or lengths != sorted(lengths) or lengths[0] < timedelta():
        raise ValueError("write one duration, or minimum/typical/maximum in rising order.")
    return gov.Spread(minimum=lengths[0], typical=lengths[1], maximum=lengths[2])
