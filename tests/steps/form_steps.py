"""Sentences about an officer's forms, their answers checked and signed, acted through the pages."""

from __future__ import annotations

import re

from pytest_bdd import given, parsers, then, when

from tests.modeler_api.office import form
from tests.steps.town_hall import ANSWER, SECRET, Hall

SIGNATURE = {"type": "signature", "key": "signed", "label": "Signature", "validate": {"required": True}}


@when("Aigul answers")
def answers(town: Hall, datatable: list[list[str]]) -> None:
    for question, answer in datatable[1:]:
        if question == "rent":
            town.typed |= {"f.rent.amount": answer, "f.rent.currency": "KGS"}
        elif question == "address":
            _oblast, village, house = answer.split(", ")
            town.typed |= {
                "f.address.oblast": "KG-N",
                "f.address.settlement": village,
                "f.address.house": house,
            }
        else:
            town.typed[f"f.{question.lower()}"] = answer
    town.send()


@then(parsers.parse("the rent is {amount} som"))
def rent(town: Hall, amount: str) -> None:
    assert town.data["rent"] == {"amount": amount, "currency": "KGS"}


@then(parsers.parse("the PIN is {pin}"))
def pin(town: Hall, pin: str) -> None:
    assert town.data["pin"] == pin


@then(parsers.parse("the address is in the oblast {code}"))
def oblast(town: Hall, code: str) -> None:
    assert town.data["address"]["oblast"] == code


@then(parsers.parse('the form says "{words}"'))
def says(town: Hall, words: str) -> None:
    assert town.page.status_code == 422
    assert words in town.page.text


@then("what Aigul typed still stands in the form")
def stands(town: Hall) -> None:
    assert all(f'value="{typed}"' in town.page.text for typed in town.typed.values())


@given(parsers.parse("the partners {one} and {two} stand in the form"))
def partners(town: Hall, one: str, two: str) -> None:
    town.typed = {"f.partners[]": "2", "f.partners.0.name": one, "f.partners.1.name": two}


@when(parsers.parse("Aigul moves {name} before {other}"))
def moves(town: Hall, name: str, other: str) -> None:
    town.send(act="up:partners:1")


@then(parsers.parse("Aigul removes {name}"))
def removes(town: Hall, name: str) -> None:
    town.typed = _standing(town.page.text)
    town.send(act="remove:partners:0")


@then(parsers.re(r"the partners are (?P<names>.+)"))
def the_partners(town: Hall, names: str) -> None:
    found = _standing(town.page.text)
    assert [found[f"f.partners.{n}.name"] for n in range(int(found["f.partners[]"]))] == names.split(" and ")


def _standing(page: str) -> dict[str, str]:
    names = re.findall(r'name="(f\.partners\.\d\.name)"[^>]* value="([^"]*)"', page)
    [count] = re.findall(r'name="f\.partners\[\]" value="(\d)"', page)
    return {**dict(names), "f.partners[]": count}


@then(parsers.parse("the fee is {amount:d}"))
def fee(town: Hall, amount: int) -> None:
    assert town.data["fee"] == amount


@given(parsers.parse('Aigul has typed "{words}" as the reason in one window'))
def typed_first(town: Hall, words: str) -> None:
    town.enter("aigul").post(f"{town.address}/draft", data={"f.why": words, "draft": "0"})


@when(parsers.parse('she types "{words}" in a window opened before'))
def typed_second(town: Hall, words: str) -> None:
    town.typed = {"f.why": words, "draft": "0"}
    town.send()


@then("she is told what stands in the other window")
def told(town: Hall) -> None:
    assert "Why: <strong>first</strong>" in town.page.text


@then("nothing is written over")
def kept(town: Hall) -> None:
    assert ">first</textarea>" in town.enter("aigul").get(town.address).text
    assert town.door.engine.work_item(town.item.id).status == "open"


@given("a decision is signed")
def is_signed(town: Hall) -> None:
    town.schema = form(ANSWER, SIGNATURE)


@when("Aigul grants the permit")
def grants(town: Hall) -> None:
    town.typed = {"f.answer": "grant"}
    town.send()


@then("nothing is decided yet")
def undecided(town: Hall) -> None:
    assert town.door.engine.work_item(town.item.id).status == "open"


@then("Aigul signs with her own name and password")
def signs(town: Hall) -> None:
    town.sign(SECRET)


@then(parsers.parse("the permit is decided, signed by Aigul as a {level} electronic signature"))
def decided(town: Hall, level: str) -> None:
    assert town.data["answer"] == "grant"
    assert (town.data["signed"]["by"], town.data["signed"]["level"]) == ("aigul", level)


@when("she signs with a password that is not hers")
def signs_wrongly(town: Hall) -> None:
    town.sign("guessed")


@when("the answer becomes a refusal in another window")
def changed(town: Hall) -> None:
    read = town.version()
    town.enter("aigul").post(f"{town.address}/draft", data={"f.answer": "refuse", "draft": read})
    town.sign(SECRET, version=read)


@then("Aigul has to read the answers again before she signs")
def read_again(town: Hall) -> None:
    assert town.page.status_code == 409
    assert "<dd>Refuse</dd>" in town.page.text
    undecided(town)
