"""Small procedures and logs out of tables a stranger can read.

A procedure is a table with one row a step; a log is a table with one row a kind of case.  Words are those of the
features: "in person", "20 min", "law", "Passport (copy)".
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from processes import EventLog, Model, WorkingCalendar, read_model
from processes.text import latin

CHANNELS = {"in person": "inPerson", "register query": "registryQuery"}
ACTORS = {"other agency": "otherAgency", "third party": "thirdParty"}
KINDS = {"message": "sendTask", "table": "businessRuleTask"}
_UNITS = {"min": "M", "h": "H", "days": "D", "day": "D"}
_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" '
    'id="definitions" targetNamespace="urn:kyzmat:test">'
)


def slug(name: str) -> str:
    """The id of something with this name."""
    return re.sub(r"\W+", "_", latin(name.casefold()), flags=re.ASCII).strip("_")


def paper_id(name: str) -> str:
    """The id of a paper; steps can have the same name."""
    return f"paper_{slug(name)}"


def iso(length: str) -> str:
    """An ISO 8601 duration for "20 min", "1 h" or "30 days"."""
    amount, unit = length.split()
    short = _UNITS[unit]
    return f"P{amount}D" if short == "D" else f"PT{amount}{short}"


def seconds(length: str) -> float:
    """The seconds of "20 min", "1 h" or "30 days"."""
    amount, unit = length.split()
    return float(amount) * {"min": 60, "h": 3600, "day": 86400, "days": 86400}[unit]


def records(table: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows of a table as mappings by its first row."""
    head, *rows = table
    return [{k: v for k, v in zip(head, row, strict=True) if v} for row in rows]


def procedure(
    steps: Iterable[Mapping[str, str]],
    papers: Iterable[Mapping[str, str]] = (),
    *,
    frequency: int | None = None,
    term: int | None = None,
) -> Model:
    """A model whose steps follow one another, annotated as the table says.

    Columns: step, office, actor, channel, place, trip, journey, asks, issues, reads, data ("ask pin (population)"),
    fields (of its form), purpose, norm, work, queue, wait, term, discretion, criteria, deciders, assignment, fee, rate
    (of an hour of its office), kind (a "message" to the applicant or a "table" of rules).
    """
    rows = [dict(row) for row in steps]
    known = {p["paper"]: dict(p) for p in papers}
    for row in rows:
        for name, _form in [p for c in ("asks", "issues", "reads") for p in _papers(row.get(c, ""))]:
            known.setdefault(name, {"paper": name})
    return read_model(_bpmn(rows, known, frequency, term).encode(), dialect="bpmn20")


def _bpmn(
    rows: list[dict[str, str]], papers: dict[str, dict[str, str]], frequency: int | None, term: int | None
) -> str:
    about = {"code": "test", "frequency": frequency, "limit": f"P{term}D" if term else None}
    places = {row["place"]: row.get("journey") for row in reversed(rows) if "place" in row}
    offices = dict.fromkeys(row.get("office", "Office") for row in rows)
    ids = ["begin", *(slug(row["step"]) for row in rows), "end"]
    lanes = "".join(_lane(office, rows) for office in offices)
    flows = "".join(
        f'<bpmn:sequenceFlow id="{a}_to_{b}" sourceRef="{a}" targetRef="{b}"/>'
        for a, b in itertools.pairwise(ids)
    )
    return (
        f"{_HEAD}<bpmn:process id='procedure' name='Test' isExecutable='true'><bpmn:extensionElements>"
        f"<gov:procedure{_attributes(about)}/>"
        + "".join(
            f"<gov:place{_attributes({'id': slug(p), 'name': p, 'travel': iso(t) if t else None})}/>"
            for p, t in places.items()
        )
        + "".join(_form(row) for row in rows if "fields" in row)
        + f"</bpmn:extensionElements><bpmn:laneSet id='lanes'>{lanes}</bpmn:laneSet><bpmn:startEvent id='begin'/>"
        + "".join(_task(row) for row in rows)
        + "<bpmn:endEvent id='end'/>"
        + "".join(_document(paper) for paper in papers.values())
        + flows
        + "</bpmn:process></bpmn:definitions>"
    )


def _lane(office: str, rows: list[dict[str, str]]) -> str:
    mine = [row for row in rows if row.get("office", "Office") == office]
    actors = {row.get("actor") for row in mine}
    kind = "thirdParty" if actors == {"third party"} else "citizen" if office == "Applicant" else "official"
    refs = "".join(f"<bpmn:flowNodeRef>{slug(row['step'])}</bpmn:flowNodeRef>" for row in mine)
    party = {
        "kind": kind,
        "group": slug(office),
        "rate": next((r["rate"] for r in mine if "rate" in r), None),
    }
    return (
        f"<bpmn:lane{_attributes({'id': 'lane_' + slug(office), 'name': office})}><bpmn:extensionElements>"
        f"<gov:party{_attributes(party)}/></bpmn:extensionElements>{refs}</bpmn:lane>"
    )


def _task(row: dict[str, str]) -> str:
    tag = KINDS[row["kind"]] if "kind" in row else "userTask"
    tag = "manualTask" if row.get("actor") == "third party" else tag
    head = f"<bpmn:{tag}{_attributes({'id': slug(row['step']), 'name': row['step']})}>"
    if not set(row) - {"step", "office", "kind"}:
        return f"{head}</bpmn:{tag}>"
    visit = f"{slug(row['place'])}:{row['trip']}" if "trip" in row else None
    step: dict[str, Any] = {
        "actor": ACTORS.get(row.get("actor", ""), row.get("actor")),
        "channel": CHANNELS.get(row.get("channel", ""), row.get("channel")),
        "visit": visit,
        "place": slug(row["place"]) if "place" in row and visit is None else None,
        "purpose": row.get("purpose"),
        "discretion": row.get("discretion"),
        "criteria": row.get("criteria"),
        "assignment": row.get("assignment"),
        "deciders": row.get("deciders"),
        "limit": iso(row["term"]) if "term" in row else None,
    }
    step |= {
        k: iso(row[w]) for k, w in (("effort", "work"), ("queue", "queue"), ("wait", "wait")) if w in row
    }
    inside = "".join(
        f"<gov:asks{_attributes({'document': paper_id(n), 'form': f})}/>"
        for n, f in _papers(row.get("asks", ""))
    )
    for kind in ("issues", "reads"):
        inside += "".join(f'<gov:{kind} document="{paper_id(n)}"/>' for n, _f in _papers(row.get(kind, "")))
    inside += "".join(_norm(text) for text in row.get("norm", "").split(", ") if text)
    inside += "".join(_item(text) for text in row.get("data", "").split(", ") if text)
    form = f'<gov:form ref="form_{slug(row["step"])}"/>' if "fields" in row else ""
    if "fee" in row:
        amount, currency, method = row["fee"].split()
        inside += f'<gov:fee amount="{amount}" currency="{currency}" method="{method}"/>'
    return (
        f"{head}<bpmn:extensionElements>{form}<gov:step{_attributes(step)}>{inside}</gov:step>"
        f"</bpmn:extensionElements>"
        f"</bpmn:{tag}>"
    )


def _norm(text: str) -> str:
    mandatory = "false" if text in ("practice", "none") else "true"
    return f'<gov:legal type="{text}" ref="The {text} on tests" mandatory="{mandatory}"/>'


def _item(text: str) -> str:
    """An item of "ask pin (population)": what is done, the name, the register that holds it."""
    match = re.fullmatch(r"(ask|read|write) (\S+)(?: \((.+)\))?", text)
    assert match is not None, text
    return f"<gov:item{_attributes({'key': match[2], 'op': match[1], 'register': match[3]})}/>"


def _form(row: dict[str, str]) -> str:
    """The form of a step; a field "pin (shown)" only shows what is known."""
    fields: list[dict[str, Any]] = []
    for name, how in _papers(row["fields"]):
        fields.append({"type": "textfield", "key": name, "label": name} | ({"readonly": True} if how else {}))
    form = json.dumps({"type": "default", "components": fields})
    return f"<gov:form id='form_{slug(row['step'])}'>{escape(form)}</gov:form>"


def _papers(text: str) -> list[tuple[str, str | None]]:
    found = []
    for part in filter(None, text.split(", ")):
        match = re.fullmatch(r"(.+?)(?: \((\w+)\))?", part)
        assert match is not None
        found.append((match[1], match[2]))
    return found


def _document(paper: dict[str, str]) -> str:
    about = {
        "issuer": paper.get("issued by"),
        "heldIn": paper.get("held in"),
        "final": {"yes": "true", "no": "false"}.get(paper.get("final", "")),
    }
    name = paper["paper"]
    return (
        f"<bpmn:dataObject id='data_{slug(name)}'/><bpmn:dataObjectReference"
        f"{_attributes({'id': paper_id(name), 'name': name, 'dataObjectRef': 'data_' + slug(name)})}>"
        f"<bpmn:extensionElements><gov:document{_attributes(about)}/></bpmn:extensionElements>"
        f"</bpmn:dataObjectReference>"
    )


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f" {k}={quoteattr(str(v))}" for k, v in values.items() if v is not None)


_STEP = re.compile(
    r"(?P<name>[^@]+?)(?: @(?P<group>\w+))?(?: after (?P<wait>\d+ \w+))?(?: for (?P<work>\d+ \w+))?"
)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Bishkek"))


def cases(
    rows: Iterable[Mapping[str, str]], *, stages: Sequence[str] = ("offered", "started", "completed")
) -> EventLog:
    """A log of cases, a row a kind: `cases` how many, `way` its activities.

    A way reads "Register @clerk, Sign @head after 8 h for 30 min"; without words it is begun at once and takes half an
    hour.  Times are working time; each case begins on Monday 2 March 2026 at 9:00.  `stages` are what is recorded.
    """
    calendar = WorkingCalendar.default()
    events: list[dict[str, Any]] = []
    number = 0
    for row in rows:
        for _ in range(int(row["cases"])):
            number += 1
            now = MONDAY
            for position, text in enumerate(row["way"].split(", ")):
                match = _STEP.fullmatch(text.strip())
                assert match is not None, text
                begun = calendar.add(now, timedelta(seconds=seconds(match["wait"] or "0 min")))
                ended = calendar.add(begun, timedelta(seconds=seconds(match["work"] or "30 min")))
                moments = {"offered": now, "started": begun, "completed": ended}
                events += [
                    {
                        "case": f"{number:04d}",
                        "activity": match["name"],
                        "element": slug(match["name"]),
                        "instance": f"{number}-{position}",
                        "group": match["group"],
                        "resource": f"{match['group']} 1" if match["group"] and stage != "offered" else None,
                        "lifecycle": stage,
                        "timestamp": moments[stage],
                    }
                    for stage in stages
                ]
                now = ended
    return EventLog.from_records(events)


def one_day(rows: Iterable[Mapping[str, str]]) -> EventLog:
    """A log of Monday 2 March 2026: a row a piece of work, with case, step, by, ready, begun and done as clock times.

    Times left empty are not recorded.
    """
    events = [
        {
            "case": row["case"],
            "activity": row["step"],
            "element": slug(row["step"]),
            "instance": str(number),
            "group": row.get("by"),
            "resource": f"{row['by']} 1" if "by" in row and stage != "offered" else None,
            "lifecycle": stage,
            "timestamp": MONDAY.replace(hour=int(row[column][:2]), minute=int(row[column][3:])),
        }
        for number, row in enumerate(rows)
        for stage, column in (("offered", "ready"), ("started", "begun"), ("completed", "done"))
        if column in row
    ]
    return EventLog.from_records(events)


def with_a_way_back(*, probability: float | None) -> Model:
    """A model in which a file is checked and, with this probability, comes back to be checked again."""
    chance = {} if probability is None else {"value": probability}
    said = f"<extensionElements><gov:prob{_attributes(chance)}/></extensionElements>" if chance else ""
    return read_model(
        f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
        targetNamespace="urn:test"><process id="p"><startEvent id="s"/><exclusiveGateway id="join"/>
        <userTask id="check" name="Check"/><exclusiveGateway id="again"/><endEvent id="e"/>
        <sequenceFlow id="a" sourceRef="s" targetRef="join"/><sequenceFlow id="b" sourceRef="join" targetRef="check"/>
        <sequenceFlow id="c" sourceRef="check" targetRef="again"/>
        <sequenceFlow id="back" sourceRef="again" targetRef="join">{said}</sequenceFlow>
        <sequenceFlow id="on" sourceRef="again" targetRef="e"/></process></definitions>""".encode()
    )


def checks(rows: Iterable[Mapping[str, str]]) -> Model:
    """A model of checks in a row, each of which can end the case; columns of `procedure`, and `refused` in per cent."""
    known = [dict(row) | {"purpose": "control", "actor": "official"} for row in rows]
    ids = [slug(row["step"]) for row in known]
    papers = {n for row in known for c in ("asks", "issues", "reads") for n, _form in _papers(row.get(c, ""))}
    inside = "".join(_document({"paper": paper}) for paper in sorted(papers))
    flows: list[tuple[str, str, float | None]] = [("s", ids[0], None)]
    for row, id_, after in zip(known, ids, [*ids[1:], "issue"], strict=True):
        share = float(row.pop("refused").split()[0]) / 100 if "refused" in row else None
        inside += (
            f"{_task(row)}<bpmn:exclusiveGateway id='{id_}_ok'/><bpmn:endEvent id='{id_}_no' name='Refused'/>"
        )
        flows += [(id_, f"{id_}_ok", None), (f"{id_}_ok", f"{id_}_no", share), (f"{id_}_ok", after, None)]
    drawn = "".join(
        f"<bpmn:sequenceFlow id='{a}_to_{b}' sourceRef='{a}' targetRef='{b}'>"
        + (
            f"<bpmn:extensionElements><gov:prob value='{p}'/></bpmn:extensionElements>"
            if p is not None
            else ""
        )
        + "</bpmn:sequenceFlow>"
        for a, b, p in [*flows, ("issue", "e", None)]
    )
    return read_model(
        f"{_HEAD}<bpmn:process id='p'><bpmn:startEvent id='s'/>{inside}<bpmn:userTask id='issue' name='Issue'/>"
        f"<bpmn:endEvent id='e'/>{drawn}</bpmn:process></bpmn:definitions>".encode()
    )


def refusal(step: str, *, is_sent: bool, appeal: str | None = None) -> Model:
    """A model whose step of an officer leads to an end “Refused”, directly or over a message."""
    tell = "<bpmn:sendTask id='tell' name='Tell'/>" if is_sent else ""
    way = [slug(step), "granted_or_not", *(["tell"] if is_sent else []), "refused"]
    flows = [("s", slug(step)), *itertools.pairwise(way), ("granted_or_not", "e")]
    drawn = "".join(f"<bpmn:sequenceFlow id='{a}_to_{b}' sourceRef='{a}' targetRef='{b}'/>" for a, b in flows)
    task = _task({"step": step, "actor": "official", "channel": "internal"})
    return read_model(
        f"{_HEAD}<bpmn:process id='p'><bpmn:extensionElements><gov:procedure"
        f"{_attributes({'code': 'test', 'appeal': appeal})}/></bpmn:extensionElements><bpmn:startEvent id='s'/>{task}"
        f"<bpmn:exclusiveGateway id='granted_or_not'/>{tell}<bpmn:endEvent id='refused' name='Refused'/>"
        f"<bpmn:endEvent id='e' name='Issued'/>{drawn}</bpmn:process></bpmn:definitions>".encode()
    )


def step_file(evidence: str) -> bytes:
    """Return a BPMN file with one step of an applicant, its annotations resting on this `gov:evidence`."""
    return f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
  targetNamespace="urn:test"><process id="p"><startEvent id="s"/><userTask id="apply" name="Apply">
  <extensionElements><gov:step actor="citizen" channel="online" effort="PT20M" queue="PT0M" wait="P1D">
    <gov:asks document="passport"/>
    {evidence}
  </gov:step></extensionElements></userTask><endEvent id="e"/>
  <dataObject id="passport" name="Passport"/>
  <sequenceFlow id="f" sourceRef="s" targetRef="apply"/><sequenceFlow id="g" sourceRef="apply" targetRef="e"/>
</process></definitions>""".encode()
