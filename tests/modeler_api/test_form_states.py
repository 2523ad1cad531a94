"""What a page shows while one types is what the engine decides: the browser's reading of a form against the server's.

The bundle that pages load runs in the machine's own V8 (Node), over the same forms and the same typed texts.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from engine.forms import kinds, traits_of
from modeler_api.forms import Form, rendering
from modeler_api.forms.prose import filled, templates
from modeler_api.forms.rendering import SAYS, _mark
from modeler_api.widgets import options
from tests.modeler_api.office import form

BUNDLE = Path(__file__).resolve().parents[2] / "modeler_api/static/dist/form-state.js"
READ = """
import { state } from %s;
let text = "";
for await (const part of process.stdin) text += part;
console.log(JSON.stringify(JSON.parse(text).map(([rules, typed]) => state(rules, typed, rules.asked))));
"""

FIELDS = (
    {"type": "number", "key": "area"},
    {"type": "number", "key": "rooms"},
    {"type": "textfield", "key": "name"},
    {"type": "checkbox", "key": "abroad"},
    {"type": "radio", "key": "floor", "values": [{"value": 1, "label": "1"}, {"value": 2, "label": "2"}]},
    {
        "type": "select",
        "key": "kind",
        "values": [{"value": "shop", "label": "S"}, {"value": "stall", "label": "T"}],
    },
    {"type": "checklist", "key": "goods", "values": [{"value": v, "label": v} for v in ("bread", "meat")]},
    {"type": "datetime", "key": "day", "subtype": "date"},
    {"type": "money", "key": "rent"},
    {"type": "address", "key": "home"},
    {"type": "pin", "key": "pin"},
)
EXPRESSIONS = (
    "area > 20",
    "area * rooms",
    "rooms",
    "if area = null then 0 else area * 12",
    "area / rooms",
    "floor + 1",
    "floor = 2",
    "not(abroad)",
    "abroad and area >= 10",
    "abroad or undefined_name",
    "name",
    "upper case(name)",
    "string length(name) > 3",
    'contains(name, "ө")',
    'matches(name, "^[А-Я].*")',
    'kind in ("shop", "stall")',
    'kind = "shop"',
    "count(goods)",
    'list contains(goods, "meat")',
    'some g in goods satisfies g = "bread"',
    "for g in goods return upper case(g)",
    "day",
    'date(day) < date("2026-05-01")',
    'date(day) + duration("P10D")',
    'today() > date("2020-01-01")',
    "string(today())",
    "rent.amount",
    "number(rent.amount) * 0.1",
    "rent.currency",
    "home.oblast",
    "home.oblast = null",
    "home = null",
    "pin",
    "substring(pin, 2, 2)",
    "plot - area",
    "plot > area",
    "applicant.age >= 18",
    "sum(partners.share)",
    "count(partners)",
    "partners[1].name",
    "partners[item.share > 50].name",
    "every p in partners satisfies p.share != null",
    "area between 10 and 30",
    "decimal(area / 3, 2)",
    "0.1 + 0.2",
    "[1, 2, 3][item > rooms]",
    "{a: area}.a",
    "no such function(1)",
    "1 +",
    "null",
    '@"2026-03-01"',
)
TYPED: tuple[dict[str, list[str]], ...] = (
    {},
    {"area": ["25"], "rooms": ["3"], "name": ["Өмүр"], "abroad": ["true"], "floor": ["2"], "kind": ["shop"]},
    {"area": ["1 234,50"], "rooms": ["0"], "name": ["  "], "kind": ["stall"], "goods": ["bread", "meat"]},
    {
        "area": ["much"],
        "rooms": ["-1"],
        "day": ["2026-04-30"],
        "rent.amount": ["12,5"],
        "rent.currency": ["KGS"],
    },
    {"day": ["01.05.2026"], "home.oblast": ["KG-N"], "home.raion": ["Нарын"], "pin": ["0 39021999 00017"]},
    {"pin": ["123"], "rent.amount": ["x"], "home.street": ["Ленин"], "area": ["12e1"], "rooms": ["2.5"]},
    {
        "area": ["10"],
        "partners[]": ["3"],
        "partners.0.name": ["Бек"],
        "partners.0.share": ["60"],
        "partners.1.name": ["Нур"],
        "partners.1.share": ["40"],
    },
)
ROWS = {
    "type": "dynamiclist",
    "path": "partners",
    "components": [
        {"type": "textfield", "key": "name"},
        {"type": "number", "key": "share"},
        {"type": "expression", "key": "half", "expression": "=share / 2"},
        {"type": "expression", "key": "place", "expression": "=i[1]"},
        {"type": "expression", "key": "whole", "expression": "=sum(parent.partners.share)"},
        {"type": "textfield", "key": "why", "conditional": {"hide": "=share > 50"}},
        {"type": "textfield", "key": "who", "conditional": {"hide": "=this.name = null"}},
        {"type": "textfield", "key": "big", "readonly": "=share > area"},
    ],
}
CONTEXT = {"plot": 30, "applicant": {"age": 20}, "note": "x"}


def forms() -> list[dict[str, Any]]:
    """A form for each expression, which computes by it, hides by it and is read-only by it; and one with rows."""
    found = []
    for number, text in enumerate(EXPRESSIONS):
        added = (
            {"type": "expression", "key": "result", "expression": f"={text}"},
            {"type": "textfield", "key": "hidden", "conditional": {"hide": f"={text}"}},
            {"type": "textfield", "key": "fixed", "readonly": f"={text}"},
            {"type": "text", "text": f"It is {{{{{text}}}}}."},
            {"type": "select", "key": "offer", "valuesExpression": f'=flatten([{text}, name, "x"])'},
            {
                "type": "group",
                "path": "inside",
                "id": f"g{number}",
                "conditional": {"hide": f"={text}"},
                "components": [{"type": "textfield", "key": "x"}],
            },
        )
        found.append(form(*FIELDS, ROWS, *added))
    # Sums of sums, in the wrong order.
    chain = [{"type": "expression", "key": f"s{n}", "expression": f"=s{n + 1} + 1"} for n in range(4)]
    found.append(form(*FIELDS, *chain, {"type": "expression", "key": "s4", "expression": "=area"}))
    return found


def texts_of(page: Form) -> list[str]:
    """What stands between double braces on a page."""
    return [told for place in page.places for told in templates(place.component.get("text"))]


def on_the_server(page: Form) -> dict[str, Any]:
    state, places = page.state, page.places
    from engine.forms import at

    return {
        "hidden": [_mark(place) for place in places if state.is_hidden(place)],
        "readonly": [_mark(place) for place in places if place.path in state.readonly],
        "said": [filled("{{" + told + "}}", state.known) for told in texts_of(page)],
        "options": {
            place.name: [list(option) for option in options(rendering.resolved(place, page.known))]
            for place in places
            if place.component.get("valuesExpression")
        },
        "computed": {
            place.name: at(state.known, place.path) for place in places if place.type == "expression"
        },
    }


def test_the_browser_and_the_server_say_the_same_of_every_form(app: Flask) -> None:
    asked, expected = [], []
    with app.test_request_context():
        for schema in forms():
            for typed in TYPED:
                page = Form(schema, dict(typed), context=CONTEXT)
                expected.append(on_the_server(page))
                asked.append([json.loads(json.dumps(page.rules())) | {"asked": texts_of(page)}, typed])
    node = Path(sys.executable).with_name("node")
    done = subprocess.run(
        [node, "--input-type=module", "-e", READ % json.dumps(BUNDLE.as_uri())],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(done.stdout)
    for answer in answers:
        answer.pop("worded")
    assert len(answers) == len(EXPRESSIONS) * len(TYPED) + len(TYPED)
    different = [
        (rules["components"][-4:], typed, one, other)
        for (rules, typed), one, other in zip(asked, answers, expected, strict=True)
        if one != other
    ]
    assert not different, json.dumps(different[:3], ensure_ascii=False, indent=1)


def test_a_browser_is_told_no_more_of_the_case_than_the_expressions_name(app: Flask) -> None:
    schema = form({"type": "textfield", "key": "why", "label": "note", "conditional": {"hide": "=plot > 10"}})
    with app.test_request_context():
        page = Form(schema, {}, context=CONTEXT)
        assert page.rules()["known"] == {"plot": 30}
        page.kept_back = frozenset({"plot"})
        assert page.rules()["known"] == {}


@pytest.mark.parametrize("expression", ["area > 1", "not(abroad)"])
def test_a_form_without_expressions_sends_no_rules(expression: str) -> None:
    assert not Form(form(*FIELDS)).is_dynamic
    assert Form(form(*FIELDS, {"type": "expression", "key": "e", "expression": expression})).is_dynamic


JUDGE = """
import { problems } from %s;
let text = "";
for await (const part of process.stdin) text += part;
const told = ([rules, typed]) => problems(rules, typed).map(({ name, says, limit }) => [name, says, limit ?? null]);
console.log(JSON.stringify(JSON.parse(text).map(told)));
"""


def judged() -> Iterator[tuple[dict[str, Any], str, list[list[str]]]]:
    """A field with its rules, and what is typed into it."""
    needed = {"required": True}
    texts = [
        [""],
        ["a"],
        ["Өмүр"],
        ["name@example.kg"],
        ["+996 555 123456"],
        ["far too long a text"],
        ["   "],
    ]
    for rules in (
        *(needed, {"minLength": 3}, {"maxLength": 4}, {"pattern": "[А-ЯӨҮҢ].*"}, {"validationType": "email"}),
        *(
            {"validationType": "phone"},
            {"expression": "=value != plot_name", "message": "Choose another name."},
        ),
        *({"minLength": "=rooms + 1"}, {"expression": '=string length(value) > 2 and contains(value, "a")'}),
    ):
        yield {"type": "textfield", "key": "x", "label": "X", "validate": rules}, "x", texts
        yield {"type": "textarea", "key": "x", "label": "X", "validate": rules}, "x", texts
    numbers = [[""], ["0"], ["12,5"], ["1 234"], ["much"], ["-3"], ["12e1"], ["7"]]
    for rules in (
        needed,
        {"min": 1, "max": 10},
        {"max": "=plot"},
        {"min": "=no such"},
        {"expression": "=value <= plot"},
    ):
        yield {"type": "number", "key": "x", "label": "X", "validate": rules}, "x", numbers
        yield {"type": "money", "key": "x", "label": "X", "validate": rules}, "x.amount", numbers
    pins = [[""], ["123"], ["03902199900017"], ["2 01051990 00012"], ["23102199000012"], ["00000000000000"]]
    yield {"type": "pin", "key": "x", "label": "X", "validate": needed}, "x", pins
    yield {"type": "pin", "key": "x", "label": "X"}, "x", pins
    offered = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
    for kind in ("radio", "select", "checklist", "taglist"):
        field = {"type": kind, "key": "x", "label": "X", "values": offered, "validate": needed}
        yield field, "x", [[], [""], ["a"]]
    yield {"type": "checkbox", "key": "x", "label": "X", "validate": needed}, "x", [[], ["true"]]
    yield {"type": "datetime", "key": "x", "dateLabel": "X", "validate": needed}, "x", [[""], ["2026-05-01"]]
    hidden = {"conditional": {"hide": "=rooms = 2"}, "validate": needed}
    yield {"type": "textfield", "key": "x", "label": "X", **hidden}, "x", [[""], ["a"]]
    yield (
        {"type": "textfield", "key": "x", "label": "X", "readonly": "=rooms = 2", "validate": needed},
        "x",
        [[""]],
    )


def test_the_browser_refuses_what_the_server_refuses_and_nothing_else(app: Flask) -> None:
    templates = {message.template: name for name, message in SAYS.items()}
    asked, expected = [], []
    with app.test_request_context():
        for field, name, texts in judged():
            for words in texts:
                typed = {name: words} if words else {}
                typed |= {"x.currency": ["KGS"]} if field["type"] == "money" else {}
                known = {"rooms": 2, "plot": 8, "plot_name": "Өмүр"}
                page = Form(form(field), dict(typed), context=known)
                page.read(None)
                said = [templates.get(str(one.template)) for one in page.errors.values()]
                asks = str(traits_of(kinds[field["type"]]).missing.template)
                own = str(field.get("validate", {}).get("message"))
                said = [
                    "missing" if one.template == asks else "holds" if str(one) == own else told
                    for one, told in zip(page.errors.values(), said, strict=True)
                ]
                expected.append((field, words, said))
                asked.append([json.loads(json.dumps(page.rules())), typed])
    done = subprocess.run(
        [
            Path(sys.executable).with_name("node"),
            "--input-type=module",
            "-e",
            JUDGE % json.dumps(BUNDLE.as_uri()),
        ],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [[says for _name, says, _limit in told] for told in json.loads(done.stdout)]
    different = [
        (field, words, said, found)
        for (field, words, said), found in zip(expected, answers, strict=True)
        # What a browser cannot read as money is left to the server.
        if found != said and not (field["type"] == "money" and not found and words == ["much"])
    ]
    assert not different, json.dumps(different[:6], ensure_ascii=False, indent=1)
    assert sum(map(bool, answers)) > 60, "most of these are wrong"


def test_the_words_of_a_form_know_the_date_of_the_office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    # Wherever it is now another day than in Greenwich.
    zone = "Pacific/Kiritimati" if dt.datetime.now(dt.UTC).hour >= 10 else "Etc/GMT+12"
    monkeypatch.setattr("modeler_api.office_moment.zone", lambda: zone)
    with app.test_request_context():
        assert filled("{{string(today())}}", {}) == dt.datetime.now(ZoneInfo(zone)).date().isoformat()
