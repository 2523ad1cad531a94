"""Reading DMN files, 1.1 to 1.5, through the same hardened door as models."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from processes.decision import logic
from processes.decision.logic import child, children, text, type_of
from processes.decision.model import Decision, DecisionModel
from processes.errors import NotBpmn, NotDmn
from processes.model.xml import local, namespace, parse
from processes.text import Message, _

if TYPE_CHECKING:
    from lxml import etree

#: What a sentence about a file calls the standard, where the common door says BPMN (`processes.model.xml.BPMN_FILE`).
DMN_FILE = {"notation": "DMN", "standard": "DMN 1.3", "ending": ".dmn"}


def read_decisions(source: str | Path | bytes | IO[bytes]) -> DecisionModel:
    """Return the decisions in `source`: a path, the bytes of a DMN file, or an open binary file.

    Raises `NotDmn` with the line and the way out.

    >>> model = read_decisions(b'''<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Fees"
    ...  namespace="urn:fees"><decision id="fee" name="Fee"><literalExpression><text>2 * area</text>
    ...  </literalExpression></decision></definitions>''')
    >>> [(decision.id, decision.form) for decision in model.decisions.values()]
    [('fee', 'literal')]
    """
    data, file = _bytes(source)
    try:
        root = parse(data, file=file)
    except NotBpmn as error:
        message, hint = _of_dmn(error.message), _of_dmn(error.hint)
        raise NotDmn(message, hint=hint, line=error.line, file=file) from error
    if local(root) != "definitions" or "/DMN/" not in namespace(root):
        raise NotDmn(
            _("The file's root is <{root}>, not the <definitions> of DMN.").format(root=local(root)),
            line=int(root.sourceline or 1),
            hint=_("Export the decisions as DMN 1.3 XML (.dmn) and use that."),
            file=file,
        )
    return _model(data, root, file)


def _of_dmn(sentence: Message) -> Message:
    """Return what was said of a BPMN file as it is said of a DMN file: the same door, another standard."""
    named = {name: DMN_FILE[name] for name in DMN_FILE if name in sentence.values}
    return Message(sentence.template).format(**{**sentence.values, **named}) if named else sentence


def _bytes(source: str | Path | bytes | IO[bytes]) -> tuple[bytes, str | None]:
    if isinstance(source, bytes):
        return source, None
    if isinstance(source, (str, Path)):
        path = Path(source)
        try:
            return path.read_bytes(), path.name
        except OSError as error:
            raise NotDmn(
                _("The file cannot be opened: {error}.").format(error=error.strerror or error),
                hint=_("Check the path and your right to read it."),
                file=str(path),
            ) from error
    name = getattr(source, "name", None)
    return source.read(), Path(name).name if isinstance(name, str) else None


def _model(data: bytes, root: etree._Element, file: str | None) -> DecisionModel:
    content: dict[str, Any] = {
        "name": root.get("name") or "",
        "namespace": root.get("namespace") or "",
        "imports": [
            {"name": node.get("name") or "", "namespace": node.get("namespace") or ""}
            for node in children(root, "import")
            if "/DMN/" in (node.get("importType") or "/DMN/")
        ],
        "types": [_item(node) for node in children(root, "itemDefinition")],
        "inputs": [_named(node) for node in children(root, "inputData")],
        "decisions": [_decision(node) for node in children(root, "decision")],
        "knowledge": [_knowledge(node) for node in children(root, "businessKnowledgeModel")],
        "services": [_service(node) for node in children(root, "decisionService")],
    }
    kinds = {"decision": "decision", "decisionService": "service"}
    decisions = {}
    for node in children(root):
        kind = kinds.get(local(node))
        if kind is not None and node.get("id"):
            found = logic.expression(node) if kind == "decision" else None
            decisions[node.get("id", "")] = Decision(
                id=node.get("id", ""),
                name=node.get("name") or node.get("id") or "",
                kind=kind,
                form=None if found is None else found["form"],
                line=int(node.sourceline or 0),
            )
    return DecisionModel(
        source=data,
        name=content["name"] or file or "",
        namespace=content["namespace"],
        decisions=decisions,
        content=content,
        imports=tuple(each["namespace"] for each in content["imports"]),
        file=file,
    )


def _named(node: etree._Element) -> dict[str, Any]:
    """Return id, name and type of an element: a variable's name is the one expressions use."""
    variable = child(node, "variable")
    name = (
        (variable.get("name") if variable is not None else None) or node.get("name") or node.get("id") or ""
    )
    return {"id": node.get("id") or name, "name": name, "type": type_of(variable)}


def _references(node: etree._Element, requirement: str, *kinds: str) -> list[str]:
    return [
        each.get("href") or ""
        for needed in children(node, requirement)
        for each in children(needed)
        if local(each) in kinds
    ]


def _decision(node: etree._Element) -> dict[str, Any]:
    return {
        **_named(node),
        "requires": _references(node, "informationRequirement", "requiredDecision", "requiredInput"),
        "knows": _references(node, "knowledgeRequirement", "requiredKnowledge"),
        "logic": logic.expression(node),
    }


def _knowledge(node: etree._Element) -> dict[str, Any]:
    function = child(node, "encapsulatedLogic")
    known = _named(node)
    return {
        **known,
        # A knowledge model's variable is of the type of the function, or of what it gives.
        "type": None if function is None else type_of(function),
        "knows": _references(node, "knowledgeRequirement", "requiredKnowledge"),
        "requires": [],
        "function": "FEEL" if function is None else logic.function_kind(function),
        "params": [] if function is None else logic.parameters(function),
        "logic": logic.expression(function),
    }


def _service(node: etree._Element) -> dict[str, Any]:
    def hrefs(name: str) -> list[str]:
        return [each.get("href") or "" for each in children(node, name)]

    return {
        **_named(node),
        "outputs": hrefs("outputDecision"),
        "inputs": hrefs("inputData"),
        "given": hrefs("inputDecision"),
    }


def _item(node: etree._Element) -> dict[str, Any]:
    base = child(node, "typeRef")
    function = child(node, "functionItem")
    return {
        "name": node.get("name") or "",
        "list": (node.get("isCollection") or "").strip() in ("true", "1"),
        "base": None if base is None else (text(base) or None),
        "values": text(child(node, "allowedValues")) or text(child(node, "typeConstraint")) or None,
        "components": [_item(each) for each in children(node, "itemComponent")],
        "function": None
        if function is None
        else {
            "params": [
                {"name": p.get("name") or "", "type": type_of(p)} for p in children(function, "parameters")
            ],
            "result": function.get("outputTypeRef"),
        },
    }
