"""From boxed expressions in DMN's XML to plain values.

Read by local names, because DMN 1.1 to 1.5 differ in their namespaces, not in their words.

Source: OMG DMN 1.5, chapters 7, 8 and 10.2; the schema DMN15.xsd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from processes.model.xml import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

#: What a decision table's hit policy is called by whoever abbreviates it.
HIT_POLICIES = {
    "U": "UNIQUE",
    "A": "ANY",
    "P": "PRIORITY",
    "F": "FIRST",
    "R": "RULE ORDER",
    "O": "OUTPUT ORDER",
    "C": "COLLECT",
}


def children(node: etree._Element, name: str | None = None) -> Iterator[etree._Element]:
    """Yield the child elements (of this local name), without comments."""
    for child in node.iterchildren("*"):
        if name is None or local(child) == name:
            yield child


def child(node: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child element of this local name."""
    return None if node is None else next(children(node, name), None)


def text(node: etree._Element | None) -> str:
    """Return what a <text> child says, else the element's own text."""
    if node is None:
        return ""
    inner = child(node, "text")
    return (("".join(inner.itertext()) if inner is not None else node.text) or "").strip()


def type_of(node: etree._Element | None) -> str | None:
    """Return the type a variable or expression refers to, without the prefix of FEEL's own types."""
    return _type(node.get("typeRef")) if node is not None else None


def _type(name: str | None) -> str | None:
    """Return a type's name, None for no type; DMN 1.1 writes it as a child, later ones as an attribute."""
    if not name or not name.strip():
        return None
    prefix, colon, rest = name.strip().partition(":")
    return rest if colon and prefix in ("feel", "kie", "ns") else name.strip()


def expression(node: etree._Element | None) -> dict[str, Any] | None:
    """Return the logic an element holds among its children, or None when it holds none."""
    if node is None:
        return None
    for each in children(node):
        read = _FORMS.get(local(each))
        if read is not None:
            found: dict[str, Any] = read(each)
            return found
    return None


def _literal(node: etree._Element) -> dict[str, Any]:
    return {"form": "literal", "text": text(node), "type": type_of(node)}


def _values(node: etree._Element, name: str) -> str | None:
    found = text(child(node, name))
    return found or None


def _table(node: etree._Element) -> dict[str, Any]:
    hit = (node.get("hitPolicy") or "UNIQUE").strip().upper().replace("_", " ")
    inputs = []
    for clause in children(node, "input"):
        asked = child(clause, "inputExpression")
        written = text(asked)
        inputs.append(
            {
                "label": clause.get("label") or written or clause.get("id") or "",
                "text": written,
                "type": _type(asked.get("typeRef") if asked is not None else None),
                "values": _values(clause, "inputValues"),
            }
        )
    outputs = [
        {
            "name": clause.get("name") or clause.get("label") or node.get("outputLabel") or "",
            "type": _type(clause.get("typeRef")),
            "values": _values(clause, "outputValues"),
            "default": _values(clause, "defaultOutputEntry"),
        }
        for clause in children(node, "output")
    ]
    rules = [
        {
            "id": rule.get("id") or "",
            "tests": [text(entry) for entry in children(rule, "inputEntry")],
            "outputs": [text(entry) for entry in children(rule, "outputEntry")],
            "note": "; ".join(t for t in (text(a) for a in children(rule, "annotationEntry")) if t)
            or text(child(rule, "description")),
        }
        for rule in children(node, "rule")
    ]
    return {
        "form": "table",
        "type": type_of(node),
        "hit": HIT_POLICIES.get(hit[:1], hit) if len(hit) == 1 else hit,
        "aggregation": _aggregation(node.get("aggregation")),
        "inputs": inputs,
        "outputs": outputs,
        "rules": rules,
    }


def _aggregation(name: str | None) -> str | None:
    signs = {"+": "SUM", "<": "MIN", ">": "MAX", "#": "COUNT"}
    return None if not name else signs.get(name.strip(), name.strip().upper())


def _context(node: etree._Element) -> dict[str, Any]:
    entries = []
    for each in children(node, "contextEntry"):
        variable = child(each, "variable")
        entries.append(
            {
                "name": None if variable is None else variable.get("name"),
                "type": type_of(variable),
                "value": expression(each),
            }
        )
    return {"form": "context", "type": type_of(node), "entries": entries}


def _list(node: etree._Element) -> dict[str, Any]:
    items = [_FORMS[local(each)](each) for each in children(node) if local(each) in _FORMS]
    return {"form": "list", "type": type_of(node), "items": items}


def _relation(node: etree._Element) -> dict[str, Any]:
    columns = [column.get("name") or "" for column in children(node, "column")]
    rows = [
        [_FORMS[local(each)](each) for each in children(row) if local(each) in _FORMS]
        for row in children(node, "row")
    ]
    return {"form": "relation", "type": type_of(node), "columns": columns, "rows": rows}


def parameters(node: etree._Element) -> list[dict[str, Any]]:
    """Return the formal parameters of a function definition."""
    return [{"name": p.get("name") or "", "type": type_of(p)} for p in children(node, "formalParameter")]


def _function(node: etree._Element) -> dict[str, Any]:
    return {
        "form": "function",
        "type": None,
        "kind": function_kind(node),
        "params": parameters(node),
        "body": expression(node),
    }


def function_kind(node: etree._Element) -> str:
    """Return FEEL, JAVA or PMML."""
    names = {"F": "FEEL", "J": "JAVA", "P": "PMML"}
    kind = (node.get("kind") or "FEEL").strip()
    return names.get(kind, kind.upper())


def _invocation(node: etree._Element) -> dict[str, Any]:
    bindings = []
    for each in children(node, "binding"):
        parameter = child(each, "parameter")
        name = "" if parameter is None else parameter.get("name") or ""
        bindings.append({"name": name, "value": expression(each)})
    return {
        "form": "invocation",
        "type": type_of(node),
        "called": expression(node),
        "bindings": bindings,
    }


def _conditional(node: etree._Element) -> dict[str, Any]:
    return {
        "form": "conditional",
        "type": type_of(node),
        "if": expression(child(node, "if")),
        "then": expression(child(node, "then")),
        "else": expression(child(node, "else")),
    }


def _filter(node: etree._Element) -> dict[str, Any]:
    return {
        "form": "filter",
        "type": type_of(node),
        "in": expression(child(node, "in")),
        "match": expression(child(node, "match")),
    }


def _iterator(form: str, body: str) -> Any:
    def read(node: etree._Element) -> dict[str, Any]:
        return {
            "form": form,
            "type": type_of(node),
            "variable": node.get("iteratorVariable") or "",
            "in": expression(child(node, "in")),
            "body": expression(child(node, body)),
        }

    return read


_FORMS: dict[str, Any] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": _function,
    "invocation": _invocation,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iterator("for", "return"),
    "some": _iterator("some", "satisfies"),
    "every": _iterator("every", "satisfies"),
}
