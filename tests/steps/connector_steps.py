"""Sentences about connectors: what a service does outside, and what the world outside answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

import pytest
from pytest_bdd import given, parsers, then, when

from engine import Engine, NotEntitled
from engine.connections import Connections, MailServer, Peer, Register
from engine.testing import Clock
from processes import read_model
from tests.engine.outside import Letters, Outside, mail, web

ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
APPLICANT = "aigul@example.kg"


@pytest.fixture
def outside() -> Iterator[Outside]:
    """Another system on this machine."""
    with web() as found:
        yield found


@pytest.fixture
def letters() -> Iterator[Letters]:
    """A mail server on this machine."""
    with mail() as found:
        yield found


@pytest.fixture
def cadastre(engine_url: str) -> Iterator[Engine]:
    """Another organisation's Kyzmat."""
    other = Engine("sqlite://", clock=Clock())
    yield other
    other.dispose()


def _reach(office: Engine, **what: Any) -> None:
    office._shop.connections = replace(office._shop.connections, **what)


@given(parsers.parse('"{label}" uses the connector "{name}" with'))
def uses_connector(
    office: Engine,
    context: SimpleNamespace,
    outside: Outside,
    label: str,
    name: str,
    datatable: list[list[str]],
) -> None:
    text = context.model.source.decode()
    id_ = next(e.id for e in context.model.elements.values() if e.name == label)
    inputs = "".join(
        f"<zeebe:input source={quoteattr('=' + value.replace('{outside}', outside.url))} target={quoteattr(target)}/>"
        for target, value in datatable
    )
    at = text.index(f'<bpmn:serviceTask id="{id_}"')
    end = text.index(">", at) + 1
    close = text.index("</bpmn:serviceTask>", at) if text[end - 2] != "/" else end
    inside = (
        f'<bpmn:extensionElements><zeebe:taskDefinition type="kyzmat:{name}"/>'
        f"<zeebe:ioMapping>{inputs}</zeebe:ioMapping></bpmn:extensionElements>"
    )
    head = f'<bpmn:serviceTask id="{id_}" name={quoteattr(label)}>'
    tail = text[close:].removeprefix("</bpmn:serviceTask>")
    text = f"{text[:at]}{head}{inside}</bpmn:serviceTask>{tail}"
    context.model = read_model(text.replace("<bpmn:definitions ", f"<bpmn:definitions {ZEEBE} ", 1).encode())
    _reach(office, hosts=(outside.url,))


@given(parsers.parse('it takes "{source}" as "{target}"'))
def takes_as(context: SimpleNamespace, source: str, target: str) -> None:
    output = f'<zeebe:output source="={source}" target="{target}"/></zeebe:ioMapping>'
    context.model = read_model(context.model.source.replace(b"</zeebe:ioMapping>", output.encode()))


@given(parsers.parse('the secret "{name}" is "{value}"'))
def secret_is(office: Engine, context: SimpleNamespace, name: str, value: str) -> None:
    context.secret = value
    _reach(office, secrets={name: value})


@given("no host may be called")
def no_host(office: Engine) -> None:
    _reach(office, hosts=())


def _table(datatable: list[list[str]]) -> dict[str, str]:
    return dict(datatable)  # type: ignore[arg-type]  # rows of two


@given(parsers.parse("the other system answers {status:d} with"))
def other_answers(outside: Outside, status: int, datatable: list[list[str]]) -> None:
    outside.answer(status, _table(datatable))


@given(parsers.parse("the other system answers {first:d} first, then {then_:d} with"))
def other_answers_later(outside: Outside, first: int, then_: int, datatable: list[list[str]]) -> None:
    outside.answers = [(first, {}, {}), (then_, {}, _table(datatable))]


@given(parsers.parse('a case is started for the parcel "{parcel}"'))
@when(parsers.parse('a case is started for the parcel "{parcel}"'))
def started_for(office: Engine, context: SimpleNamespace, parcel: str) -> None:
    data = {"parcel": parcel, "applicant": APPLICANT}
    context.case = office.start(context.definition, by="citizen", data=data)


@when(parsers.parse('a case is started whose applicant gave "{address}" as an address'))
def started_with_address(office: Engine, context: SimpleNamespace, address: str) -> None:
    data = {"parcel": "44-2", "applicant": address}
    context.case = office.start(context.definition, by="citizen", data=data)


@when(parsers.parse('a case is started in "{language}"'))
def started_in(office: Engine, context: SimpleNamespace, language: str) -> None:
    data = {"parcel": "44-2", "language": language}
    context.case = office.start(context.definition, by="citizen", business_key="P-17", data=data)


@when(parsers.parse("{hours:d} hour passes and the jobs run"))
def hours_pass(office: Engine, context: SimpleNamespace, hours: int) -> None:
    context.clock.advance(timedelta(hours=hours))
    office.run_jobs()


@then("the other system was shown the secret, and nobody else has seen it")
def secret_was_shown(office: Engine, context: SimpleNamespace, outside: Outside) -> None:
    assert outside.asked[0].headers["authorization"] == f"Bearer {context.secret}"
    seen = [str(record) for record in office.history(context.case)]
    seen += [str(incident) for incident in office.incidents(context.case, open_only=False)]
    seen += [str(office.instance(context.case))]
    assert not [text for text in seen if context.secret in text]


@then("nobody outside was asked")
def nobody_was_asked(outside: Outside) -> None:
    assert outside.asked == []


@given("there is a mail server")
def there_is_a_mail_server(office: Engine, letters: Letters) -> None:
    server = MailServer(host="127.0.0.1", port=letters.port, sender="office@example.kg", security="none")
    _reach(office, mail=server)


@given(parsers.parse('the mail server answers "{refusal}"'))
def mail_server_answers(letters: Letters, refusal: str) -> None:
    letters.refusal = refusal


@given("the mail server takes letters again")
def mail_server_takes(letters: Letters) -> None:
    letters.refusal = ""


@then(parsers.parse('one letter "{subject}" has gone to "{receiver}"'))
def one_letter(letters: Letters, subject: str, receiver: str) -> None:
    assert [letter["Subject"] for letter in letters.letters] == [subject]
    assert letters.receivers == [[receiver]]


@then("no letter has gone out")
def no_letter(letters: Letters) -> None:
    assert letters.letters == []


@then(parsers.parse('the case has one document that is a page in "{language}"'))
def has_one_document(office: Engine, context: SimpleNamespace, language: str) -> None:
    [document] = office.documents(context.case)
    assert document.content.startswith(b"%PDF-")
    assert f"/Lang({language})".encode() in document.content
    known = office.instance(context.case).data["document"]
    assert known["id"] == document.id
    assert office.document(document.id).content == document.content


@then("the case has no document")
def has_no_document(office: Engine, context: SimpleNamespace) -> None:
    assert office.documents(context.case) == []


@given("there is a register")
def there_is_a_register(office: Engine, outside: Outside) -> None:
    _reach(office, register=Register(url=outside.url, client="KG/GOV/70000009/town"))


@given("the register says")
def register_says(outside: Outside, datatable: list[list[str]]) -> None:
    outside.answer(200, _table(datatable))


@given("the register knows nothing")
def register_knows_nothing(outside: Outside) -> None:
    outside.answer(404, {})


@given(parsers.parse('the register refuses, because "{reason}"'))
def register_refuses(outside: Outside, reason: str) -> None:
    outside.answer(403, {"message": reason}, X_Road_Error="Server.AccessDenied")


@given(parsers.parse('a case about "{pin}" has come to "{label}"'))
def case_about(office: Engine, context: SimpleNamespace, pin: str, label: str) -> None:
    data = {"pin": pin, "parcel": "44-2"}
    context.case = office.start(context.definition, by="citizen", business_key="P-17", data=data)
    assert [item.label for item in office.work_items(context.case)] == [label]


@when(parsers.parse('the clerk "{person}" does "{label}"'))
def clerk_does(office: Engine, context: SimpleNamespace, person: str, label: str) -> None:
    [item] = [item for item in office.work_items(context.case) if item.label == label]
    office.complete(item, by=person)


@then(
    parsers.parse('it is written that "{person}" asked about "{pin}" for "{purpose}", and it was "{outcome}"')
)
def is_written(office: Engine, person: str, pin: str, purpose: str, outcome: str) -> None:
    [lookup] = office.lookups(about=pin)
    assert (lookup.user, lookup.purpose, lookup.outcome) == (person, purpose, outcome)
    assert lookup.answered is not None


@then("the register was told who asks, for whom and in which case")
def register_was_told(outside: Outside) -> None:
    [asked] = outside.asked
    assert asked.path == "/r1/KG/GOV/70000001/cadastre/owner?parcel=44-2"
    assert asked.headers["x-road-client"] == "KG/GOV/70000009/town"
    assert asked.headers["x-road-userid"] == "Nurlan"
    assert asked.headers["x-road-issue"] == "P-17"
    assert len(asked.headers["x-road-id"]) > 8


@given(parsers.parse('the cadastre has a procedure that begins with "{name}"'))
def cadastre_has(cadastre: Engine, name: str) -> None:
    text = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:c">
    <message id="m" name="{name}"/><process id="check" isExecutable="true">
    <startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>
    <receiveTask id="w" messageRef="m"/><sequenceFlow id="f" sourceRef="s" targetRef="w"/></process></definitions>"""
    cadastre.deploy(read_model(text.encode()), by="cadastre")


@given("the town and the cadastre know each other")
def know_each_other(office: Engine, cadastre: Engine, outside: Outside) -> None:
    key = "a key both of them know"
    _reach(office, organisation="town", peers={"cadastre": Peer(url=outside.url, key=key)})
    cadastre._shop.connections = Connections(peers={"town": Peer(url="", key=key)})


def _arrives(cadastre: Engine, outside: Outside, context: SimpleNamespace) -> None:
    """Hand over what was sent; the web server of this test stands for the cadastre's door."""
    for asked in outside.asked:
        context.delivery = cadastre.receive(
            asked.body, sender=asked.headers["x-kyzmat-sender"], signature=asked.headers["x-kyzmat-signature"]
        )


@when("the same message comes once more")
def comes_once_more(cadastre: Engine, outside: Outside, context: SimpleNamespace) -> None:
    _arrives(cadastre, outside, context)


@when("a message with a false signature comes to the cadastre")
def false_signature(cadastre: Engine, context: SimpleNamespace) -> None:
    context.refused = None
    body = json.dumps({"id": "1", "message": "Check the parcel", "key": "1", "data": {}}).encode()
    try:
        cadastre.receive(body, sender="town", signature=f"t=1772409600,v1={'0' * 64}")
    except NotEntitled as refused:
        context.refused = refused


@then("it is not taken")
def is_not_taken(context: SimpleNamespace) -> None:
    assert context.refused is not None


@then(parsers.parse('the cadastre has one case about "{key}"'))
def cadastre_has_one(cadastre: Engine, outside: Outside, context: SimpleNamespace, key: str) -> None:
    assert urlsplit(outside.asked[0].path).path == "/api/v1/messages"
    _arrives(cadastre, outside, context)
    [case] = cadastre.instances()
    assert case.business_key == key
    assert case.data == {"parcel": key}


@then("the cadastre has no case")
def cadastre_has_none(cadastre: Engine) -> None:
    assert cadastre.instances() == []
