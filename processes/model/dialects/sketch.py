"""Sketch: a procedure in one line, for features, tests and docstrings.

What it does:
    Turns a line of text into an ordinary BPMN file.

Why it matters:
    A procedure written in a line can be read in a feature, a test or a mail; XML cannot.

Example:
    Register @clerk -> (Check plan | Check parcel) @expert -> ([approved] Issue permit / Refuse) -> :service Notify

| written | means |
|---|---|
| `A -> B` | a sequence flow |
| `(A | B)` | both, side by side (parallel gateways) |
| `(A / B)` | one of them (exclusive gateways); an empty branch skips |
| `([FEEL] A / B)` | the branch taken when the condition holds; the last one without is the default |
| `(A)*[FEEL]` | again while the condition holds |
| `@lane` | the lane of the task or of every task of the group before it |
| `:service A`, `:script`, `:manual`, `:send`, `:receive`, `:rule`, `:task` | that kind; plain is a user task |
| `~ PT2H` | an intermediate timer |
| `! name` | an intermediate throw of a signal; `? name` waits for a message |

Ids are the names in lower case with underscores, so tests can say `check_plan`; Cyrillic is spelt in Latin letters,
since some modellers take no others.  Events and gateways stand in the lane
they are reached from.

Limits:
    No subprocesses, boundary events, pools, documents or annotations; draw those in a modeller.

How sure:
    Certain: a text that does not follow the notation is refused with an example.

Source:
    The project's own; the arrows follow PlantUML and Mermaid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from processes.errors import NotBpmn
from processes.model.dialects import dialects
from processes.text import _, latin

if TYPE_CHECKING:
    from lxml import etree

    from processes.model.import_report import ImportNotes

_TOKEN = re.compile(
    r"\s*(->|\(|\)\*|\)|\||/|\[[^\]]*\]|@[^\s()|/\[\]]+|[^\s()|/\[\]@-][^()|/\[\]@\n-]*(?:-(?!>)[^()|/\[\]@\n-]*)*)"
)
_KINDS = {
    "service": "serviceTask",
    "script": "scriptTask",
    "manual": "manualTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "rule": "businessRuleTask",
    "task": "task",
}


@dataclass
class _Drawing:
    """What has been drawn so far."""

    nodes: list[tuple[str, str, str, str]] = field(default_factory=list)
    flows: list[tuple[str, str, str, str]] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
    lanes: dict[str, list[str]] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)

    def node(self, tag: str, name: str, inside: str = "") -> str:
        base = re.sub(r"\W+", "_", latin(name.lower()), flags=re.ASCII).strip("_") or tag
        base = base if base[:1].isalpha() else f"n_{base}"
        taken = {n[1] for n in self.nodes}
        id_ = base
        number = 2
        while id_ in taken:
            id_, number = f"{base}_{number}", number + 1
        self.nodes.append((tag, id_, name, inside))
        return id_

    def flow(self, source: str, target: str, condition: str = "") -> str:
        id_ = f"flow_{len(self.flows) + 1}"
        self.flows.append((id_, source, target, condition))
        return id_


@dataclass
class _Part:
    """A drawn piece: where control enters, where it leaves, and the tasks a lane after it is meant for."""

    entry: str
    exit: str
    tasks: list[str]


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens(text)
        self.at = 0
        self.drawing = _Drawing()

    @staticmethod
    def _tokens(text: str) -> list[str]:
        tokens, position = [], 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                raise NotBpmn(
                    _("The sketch cannot be read from {text!r} on.").format(
                        text=text[position : position + 20]
                    ),
                    line=1,
                    hint=_(
                        "Write tasks and arrows, such as: Register -> (Check plan | Check parcel) -> Decide"
                    ),
                )
            tokens.append(match.group(1).strip())
            position = match.end()
        return tokens

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def sequence(self) -> _Part | None:
        part: _Part | None = None
        while True:
            following = self.term()
            if following is None:
                return part
            if part is None:
                part = following
            else:
                self.drawing.flow(part.exit, following.entry)
                part = _Part(part.entry, following.exit, part.tasks + following.tasks)
            if self.peek() != "->":
                return part
            self.take()

    def term(self) -> _Part | None:
        token = self.peek()
        if token in ("", ")", ")*", "|", "/") or token.startswith("["):
            return None
        self.take()
        part = self.group() if token == "(" else self.activity(token)
        while self.peek().startswith("@"):
            lane = self.take()[1:]
            for task in part.tasks:
                if not any(task in members for members in self.drawing.lanes.values()):
                    self.drawing.lanes.setdefault(lane, []).append(task)
        return part

    def activity(self, token: str) -> _Part:
        draw = self.drawing
        kind, _space, name = token.partition(" ")
        name = name.strip()
        if kind == "~":
            inside = (
                "<bpmn:timerEventDefinition><bpmn:timeDuration>"
                f"{escape(name)}</bpmn:timeDuration></bpmn:timerEventDefinition>"
            )
            id_ = draw.node("intermediateCatchEvent", name, inside)
        elif kind == "?":
            draw.messages.setdefault(name, f"message_{len(draw.messages) + 1}")
            inside = f'<bpmn:messageEventDefinition messageRef="{draw.messages[name]}"/>'
            id_ = draw.node("intermediateCatchEvent", name, inside)
        elif kind == "!":
            draw.signals.setdefault(name, f"signal_{len(draw.signals) + 1}")
            inside = f'<bpmn:signalEventDefinition signalRef="{draw.signals[name]}"/>'
            id_ = draw.node("intermediateThrowEvent", name, inside)
        elif kind.startswith(":"):
            if kind[1:] not in _KINDS:
                raise NotBpmn(
                    _("There is no kind of task {kind!r} in a sketch.").format(kind=kind),
                    line=1,
                    hint=_("Known: {known}; a user task needs none.").format(
                        known=", ".join(":" + k for k in _KINDS)
                    ),
                )
            id_ = draw.node(_KINDS[kind[1:]], name)
        else:
            id_ = draw.node("userTask", token)
        return _Part(id_, id_, [id_])

    def group(self) -> _Part:
        branches: list[tuple[str, _Part | None]] = []
        separator = ""
        while True:
            condition = self.take()[1:-1].strip() if self.peek().startswith("[") else ""
            branches.append((condition, self.sequence()))
            token = self.take()
            if token in (")", ")*"):
                break
            if token not in ("|", "/") or (separator and token != separator):
                raise NotBpmn(
                    _("A group of the sketch goes on with {token!r}.").format(token=token or "nothing"),
                    line=1,
                    hint=_("Part branches with | (all) or / (one), not both, and close the group with )."),
                )
            separator = token
        if token == ")*":
            return self.loop(branches)
        if separator == "":
            part = branches[0][1]
            if part is None:
                raise NotBpmn(_("A group of the sketch is empty."), line=1, hint=_("Put a task into it."))
            return part
        return self.branching("parallelGateway" if separator == "|" else "exclusiveGateway", branches)

    def branching(self, tag: str, branches: list[tuple[str, _Part | None]]) -> _Part:
        draw = self.drawing
        split, join = draw.node(tag, "split"), draw.node(tag, "join")
        tasks: list[str] = []
        for condition, part in branches:
            if part is None:
                flow = draw.flow(split, join, condition)
            else:
                flow = draw.flow(split, part.entry, condition)
                draw.flow(part.exit, join)
                tasks += part.tasks
            if tag == "exclusiveGateway" and not condition:
                draw.defaults[split] = flow
        return _Part(split, join, tasks)

    def loop(self, branches: list[tuple[str, _Part | None]]) -> _Part:
        draw = self.drawing
        condition = self.take()[1:-1].strip() if self.peek().startswith("[") else ""
        part = branches[0][1]
        if len(branches) != 1 or part is None or not condition:
            raise NotBpmn(
                _("A loop of the sketch needs one branch and a condition."),
                line=1,
                hint=_("Write (Check)*[not(complete)]."),
            )
        entry, decision = draw.node("exclusiveGateway", "again"), draw.node("exclusiveGateway", "enough")
        draw.flow(entry, part.entry)
        draw.flow(part.exit, decision)
        draw.flow(decision, entry, condition)
        out = draw.node("exclusiveGateway", "on")
        draw.defaults[decision] = draw.flow(decision, out)
        return _Part(entry, out, part.tasks)

    def place_the_rest(self) -> None:
        """Put events and gateways into the lane they are reached from, the start into the lane it leads to."""
        draw = self.drawing
        lane_of = {task: lane for lane, members in draw.lanes.items() for task in members}
        idle = [n[1] for n in draw.nodes if n[0].endswith(("Event", "Gateway")) and n[1] not in lane_of]
        for _each in idle if lane_of else ():
            for _id, source, target, _condition in draw.flows:
                if target in idle and target not in lane_of and source in lane_of:
                    lane_of[target] = lane_of[source]
                    draw.lanes[lane_of[source]].append(target)
            for _id, source, target, _condition in reversed(draw.flows):
                if source in idle and source not in lane_of and target in lane_of:
                    lane_of[source] = lane_of[target]
                    draw.lanes[lane_of[target]].append(source)

    def bpmn(self) -> bytes:
        draw = self.drawing
        start = draw.node("startEvent", "start")
        body = self.sequence()
        if body is None or self.peek():
            raise NotBpmn(
                _("The sketch goes on with {token!r}.").format(token=self.peek() or "nothing"),
                line=1,
                hint=_("Write tasks and arrows, such as: Register -> (Check plan | Check parcel) -> Decide"),
            )
        draw.flow(start, body.entry)
        draw.flow(body.exit, draw.node("endEvent", "end"))
        self.place_the_rest()
        return _xml(draw).encode()


def _xml(draw: _Drawing) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:gov="urn:kyzmat:gov:1"'
            ' id="definitions" targetNamespace="urn:kyzmat:sketch">'
        ),
    ]
    lines += [f"  <bpmn:signal id={quoteattr(i)} name={quoteattr(n)}/>" for n, i in draw.signals.items()]
    lines += [f"  <bpmn:message id={quoteattr(i)} name={quoteattr(n)}/>" for n, i in draw.messages.items()]
    lines.append('  <bpmn:process id="sketch" isExecutable="true">')
    if draw.lanes:
        lines.append('    <bpmn:laneSet id="lanes">')
        for name, members in draw.lanes.items():
            lines.append(f"      <bpmn:lane id={quoteattr('lane_' + latin(name))} name={quoteattr(name)}>")
            lines += [f"        <bpmn:flowNodeRef>{m}</bpmn:flowNodeRef>" for m in members]
            lines.append("      </bpmn:lane>")
        lines.append("    </bpmn:laneSet>")
    for tag, id_, name, inside in draw.nodes:
        default = f' default="{draw.defaults[id_]}"' if id_ in draw.defaults else ""
        shown = "" if tag.endswith("Gateway") or name in ("start", "end") else f" name={quoteattr(name)}"
        opening = f"    <bpmn:{tag} id={quoteattr(id_)}{shown}{default}"
        lines.append(f"{opening}>{inside}</bpmn:{tag}>" if inside else f"{opening}/>")
    for id_, source, target, condition in draw.flows:
        opening = f'    <bpmn:sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}"'
        if condition:
            expression = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>"
            lines.append(f"{opening}>{expression}</bpmn:sequenceFlow>")
        else:
            lines.append(f"{opening}/>")
    return "\n".join([*lines, "  </bpmn:process>", "</bpmn:definitions>", ""])


class Sketch:
    """The one-line notation; it is only read when asked for by name."""

    def convert(self, source: bytes) -> bytes | None:
        """Return the BPMN file a sketch stands for; None for anything that is XML."""
        if (
            not source.strip()
            or b"\x00" in source[:4]
            or source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        ):
            return None
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError:
            return None
        if len(text) > 20_000 or text.lstrip().startswith(("{", "%PDF", "PK")):
            return None
        return _Parser(" ".join(text.split())).bpmn()

    def recognises(self, root: etree._Element) -> bool:
        """Return whether the file was drawn from a sketch."""
        return root.get("targetNamespace") == "urn:kyzmat:sketch"

    def namespaces(self) -> frozenset[str]:
        """Return nothing: a sketch has no extensions."""
        return frozenset()

    def facts(self, node: etree._Element, notes: ImportNotes) -> dict[str, Any]:
        """Return nothing: a converted sketch is plain BPMN."""
        return {}

    def forms(self, root: etree._Element, notes: ImportNotes) -> dict[str, dict[str, Any]]:
        """Return nothing: a sketch has no forms."""
        return {}


dialects.register(Sketch())
