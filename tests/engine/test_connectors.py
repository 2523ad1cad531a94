# ruff: noqa: E501  (BPMN text reads better unbroken)
from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import Engine, InvalidArgument, NotEntitled, NotExecutable, UnknownDocument
from engine.connecting import call_of, means, perform
from engine.connections import Connections, MailServer, Peer, Register
from engine.connectors import Call, ConnectorRefused, ConnectorUnavailable, connectors
from engine.connectors._call import Means, parameters
from engine.signature import signature
from engine.store import outbox
from engine.testing import Clock
from tests.engine.drawing import drawn
from tests.engine.outside import Letters, Outside, mail, web

ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'


@pytest.fixture
def outside() -> Iterator[Outside]:
    with web() as found:
        yield found


@pytest.fixture
def letters() -> Iterator[Letters]:
    with mail() as found:
        yield found


@pytest.fixture
def reach(engine: Engine, outside: Outside, letters: Letters) -> Connections:
    """Connections to everything of this test, as the engine has them."""
    engine._shop.connections = Connections(
        hosts=(outside.url,),
        secrets={"TOKEN": "s3cret-token"},
        mail=MailServer(host="127.0.0.1", port=letters.port, sender="office@example.kg", security="none"),
        register=Register(url=outside.url, client="KG/GOV/1/town"),
        organisation="town",
        peers={"cadastre": Peer(url=outside.url, key="k" * 20)},
    )
    return engine._shop.connections


def task(topic: str, **inputs: str) -> Any:
    mapped = "".join(
        f"<zeebe:input source='={source}' target='{target}'/>" for target, source in inputs.items()
    )
    nodes = (
        f'<startEvent id="s"/><serviceTask id="t" name="Ask"><extensionElements><zeebe:taskDefinition type="{topic}"/>'
        f'<zeebe:ioMapping>{mapped}</zeebe:ioMapping></extensionElements></serviceTask><endEvent id="e"/>'
    )
    return drawn(nodes, "s -> t\nt -> e", attributes=ZEEBE)


def call(engine: Engine, connections: Connections, job: str = "job-0001", **given: Any) -> Call:
    return Call(
        job=job,
        instance="case",
        business_key="P-17",
        element="t",
        label="Ask",
        given=given,
        asked_by="nurlan",
        at=engine._shop.now(),
        connections=connections,
        means=means(engine._shop, "case"),
    )


GIVEN: dict[str, dict[str, Any]] = {
    "http": {"url": "{outside}/orders", "method": "POST", "body": {"n": 1}},
    "email": {"to": "a@example.kg", "subject": "s", "body": "b"},
    "document": {"template": "letter", "data": {"title": "T"}},
    "registry_lookup": {"service": "KG/GOV/1/reg/owner", "about": "123", "purpose": "law"},
    "message": {"to": "cadastre", "message": "Check", "data": {}},
}


def test_every_connector_is_tried_here() -> None:
    assert set(GIVEN) == set(connectors)


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_called_twice_with_the_same_job_it_acts_once(
    name: str, engine: Engine, reach: Connections, outside: Outside, letters: Letters
) -> None:
    given = {
        key: value.replace("{outside}", outside.url) if isinstance(value, str) else value
        for key, value in GIVEN[name].items()
    }
    first = perform(engine._shop, name, call(engine, reach, **given))
    second = perform(engine._shop, name, call(engine, reach, **given))
    assert first == second
    acted = len(outside.asked) + len(letters.letters) + len(engine.documents("case"))
    assert acted == 1
    third = perform(engine._shop, name, call(engine, reach, job="job-0002", **given))
    assert third.keys() == first.keys()
    assert len(outside.asked) + len(letters.letters) + len(engine.documents("case")) == 2
    assert len(engine.lookups()) == (2 if name == "registry_lookup" else 0)


def test_what_changes_something_carries_the_jobs_id(
    engine: Engine, reach: Connections, outside: Outside
) -> None:
    connectors["http"](call(engine, reach, url=f"{outside.url}/a", method="POST"))
    connectors["http"](call(engine, reach, url=f"{outside.url}/a"))
    assert outside.asked[0].headers["idempotency-key"] == "job-0001"
    assert "idempotency-key" not in outside.asked[1].headers


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "https://example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user:pass@127.0.0.1/",
        "http://127.0.0.1.evil.example/",
        "http://[::1]/",
        "http://0x7f000001/",
        "http://2130706433/",
        "//127.0.0.1/",
        "",
        "http://",
        "https://api.example.kg:8443/",
        "http://api.example.kg/",
        "https://api.example.kg@evil.example/",
        "https://evil.example/?https://api.example.kg/",
        "https://api.example.kg.evil.example/",
    ],
)
def test_nothing_is_called_that_is_not_allowed(
    engine: Engine, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: pytest.fail("an address was looked up"))
    with pytest.raises(ConnectorRefused):
        connectors["http"](call(engine, Connections(hosts=("api.example.kg", ".gov.kg")), url=url))


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "192.168.1.1", "::1", "fe80::1"]
)
def test_a_name_below_an_allowed_one_leads_to_nothing_inside(
    engine: Engine, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (inside, 443))])
    with pytest.raises(ConnectorRefused, match="inside"):
        connectors["http"](call(engine, Connections(hosts=(".gov.kg",)), url="https://meta.gov.kg/"))


def test_a_redirect_is_not_followed(engine: Engine, reach: Connections, outside: Outside) -> None:
    outside.answer(302, {}, Location="http://169.254.169.254/latest")
    with pytest.raises(ConnectorRefused, match="302"):
        connectors["http"](call(engine, reach, url=f"{outside.url}/a"))
    assert len(outside.asked) == 1


def test_a_flood_is_refused(engine: Engine, reach: Connections, outside: Outside) -> None:
    outside.answer(200, b"x" * 2000)
    with pytest.raises(ConnectorRefused, match="1000"):
        connectors["http"](call(engine, replace(reach, most_bytes=1000), url=f"{outside.url}/a"))


@pytest.mark.parametrize("name", ["Host", "Content-Length", "X\nEvil: 1"])
def test_headers_that_would_change_the_request_are_refused(
    engine: Engine, reach: Connections, outside: Outside, name: str
) -> None:
    with pytest.raises(ConnectorRefused, match="header"):
        connectors["http"](call(engine, reach, url=f"{outside.url}/a", headers={name: "x"}))


def test_a_missing_secret_is_named_and_nothing_is_sent(
    engine: Engine, reach: Connections, outside: Outside
) -> None:
    with pytest.raises(ConnectorRefused, match="NOWHERE"):
        connectors["http"](call(engine, reach, url=f"{outside.url}/{{{{secrets.NOWHERE}}}}"))
    assert outside.asked == []


def test_an_echoed_secret_is_hidden(engine: Engine, reach: Connections, outside: Outside) -> None:
    outside.answer(200, {"you": "sent s3cret-token", "s3cret-token": 1})
    made = perform(engine._shop, "http", call(engine, reach, url=f"{outside.url}/a?k={{{{secrets.TOKEN}}}}"))
    assert "s3cret" not in str(made)
    outside.answer(400, {"wrong": "s3cret-token"})
    with pytest.raises(ConnectorRefused) as refused:
        perform(engine._shop, "http", call(engine, reach, job="job-2", url=f"{outside.url}/a"))
    assert "s3cret" not in str(refused.value) + str(refused.value.args) + str(refused.value.message.values)


def test_only_http_puts_secrets_in(engine: Engine, reach: Connections, letters: Letters) -> None:
    connectors["email"](call(engine, reach, to="a@example.kg", subject="s", body="{{secrets.TOKEN}}"))
    assert "s3cret" not in letters.letters[0].as_string()


def test_busy_is_tried_again_when_the_other_side_says(
    engine: Engine, reach: Connections, outside: Outside, clock: Clock
) -> None:
    outside.answers = [(429, {"Retry-After": "600"}, {}), (200, {}, {"owner": "A"})]
    definition = engine.deploy(task("kyzmat:http", url=f'"{outside.url}/a"'), by="ana")
    case = engine.start(definition, by="citizen")
    clock.advance(timedelta(minutes=5))
    engine.run_jobs()
    assert engine.instance(case).status == "running"
    [incident] = engine.incidents(case)
    assert (incident.kind, "a pause of 10 minutes" in incident.message) == ("retrying", True)
    clock.advance(timedelta(minutes=6))
    engine.run_jobs()
    assert engine.instance(case).data["response"]["body"] == {"owner": "A"}
    assert engine.incidents(case) == []


def test_silence_ends_as_an_incident_that_can_be_retried(
    engine: Engine, reach: Connections, outside: Outside, clock: Clock
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    engine._shop.connections = replace(reach, hosts=(nobody, outside.url))
    case = engine.start(engine.deploy(task("kyzmat:http", url=f'"{nobody}/a"'), by="ana"), by="citizen")
    for _ in range(4):
        clock.advance(timedelta(hours=1))
        engine.run_jobs()
    [incident] = engine.incidents(case)
    assert "does not answer" in incident.message
    assert "Traceback" not in incident.message


def test_a_status_can_be_an_error_of_the_domain(engine: Engine, reach: Connections, outside: Outside) -> None:
    outside.answer(404, {})
    mapped = f'<zeebe:input source=\'="{outside.url}/a"\' target="url"/><zeebe:input source=\'={{"404": "NO_SUCH"}}\' target="errors"/>'
    nodes = (
        f'<startEvent id="s"/><serviceTask id="t"><extensionElements><zeebe:taskDefinition type="kyzmat:http"/><zeebe:ioMapping>{mapped}</zeebe:ioMapping></extensionElements></serviceTask><endEvent id="e"/><endEvent id="n"/>'
        '<boundaryEvent id="b" attachedToRef="t"><errorEventDefinition errorRef="none"/></boundaryEvent>'
    )
    model = drawn(
        nodes, "s -> t\nt -> e\nb -> n", roots='<error id="none" errorCode="NO_SUCH"/>', attributes=ZEEBE
    )
    case = engine.start(engine.deploy(model, by="ana"), by="citizen")
    assert "n" in [record.element for record in engine.history(case)]


def test_what_a_case_leaves_outside_of_its_history_is_erased_with_it(
    engine: Engine, reach: Connections, outside: Outside
) -> None:
    inputs = {"service": '"KG/GOV/1/reg/owner"', "about": "pin", "purpose": '"law"'}
    definition = engine.deploy(task("kyzmat:registry_lookup", **inputs), by="ana")
    case = engine.start(definition, by="nurlan", business_key="P-17", data={"pin": "20105199000123"})
    assert case.status == "completed"
    perform(
        engine._shop,
        "document",
        replace(call(engine, reach, job="d", template="letter"), means=means(engine._shop, case.id)),
    )
    assert len(engine.documents(case)) == 1
    engine.anonymise(case, by="archivist")
    assert engine.documents(case) == []
    [lookup] = engine.lookups(instance=case)
    assert (lookup.about, lookup.business_key, lookup.purpose) == ("", None, "law")
    assert lookup.user != "nurlan"


class Later:
    """Runs no job by itself."""

    def after_commit(self, ids: object, run: object) -> None:
        """Leave them in the outbox."""


def test_a_crash_between_acting_and_going_on_does_not_act_again(outside: Outside, clock: Clock) -> None:
    engine = Engine("sqlite://", clock=clock, jobs=Later(), connections=Connections(hosts=(outside.url,)))
    case = engine.start(engine.deploy(task("kyzmat:http", url=f'"{outside.url}/a"'), by="ana"), by="citizen")
    with engine._shop.store.read() as unit:
        [job] = outbox.jobs_of(unit, case.id)
        asked = call_of(engine._shop, unit, job)
    assert asked is not None
    perform(engine._shop, "http", asked)  # and here the process ends
    assert engine.instance(case).status == "running"
    engine.run_jobs()
    assert engine.instance(case).status == "completed"
    assert len(outside.asked) == 1
    with engine._shop.store.read() as unit:
        assert outbox.remembered(unit, "connector", job["id"], of=["http"]) is None
    engine.dispose()


@pytest.mark.parametrize(
    ("topic", "inputs", "named"),
    [
        ("kyzmat:htp", {}, "http"),
        ("kyzmat:http", {}, "url"),
        ("kyzmat:http", {"url": '"x"', "adress": '"y"'}, "adress"),
        ("kyzmat:email", {"to": '"a@b.kg"'}, "subject"),
    ],
)
def test_a_connector_that_cannot_be_called_is_refused_at_deploy(
    engine: Engine, topic: str, inputs: dict[str, str], named: str
) -> None:
    with pytest.raises(NotExecutable, match=named):
        engine.deploy(task(topic, **inputs), by="ana")


def test_the_standards_own_attribute_chooses_a_connector() -> None:
    model = drawn('<startEvent id="s"/><serviceTask id="t" implementation="kyzmat:http"/>', "s -> t")
    assert model.elements["t"].topic == "kyzmat:http"


def test_every_connector_says_what_it_takes() -> None:
    for name, run in connectors.items():
        required, optional = parameters(run)
        assert required, name
        assert not set(required) & set(optional)


@pytest.mark.parametrize(
    "to", [["a@example.kg\nBcc: b@example.kg"], "nowhere", [], ["a@example.kg"] * 51, [None]]
)
def test_addresses_that_are_none_are_refused(
    engine: Engine, reach: Connections, letters: Letters, to: Any
) -> None:
    with pytest.raises(ConnectorRefused):
        connectors["email"](call(engine, reach, to=to, subject="s", body="b"))
    assert letters.letters == []


def test_a_line_break_in_a_subject_is_no_header(engine: Engine, reach: Connections, letters: Letters) -> None:
    connectors["email"](call(engine, reach, to="a@example.kg", subject="Hi\nBcc: evil@example.org", body="b"))
    assert letters.letters[0]["Subject"] == "Hi Bcc: evil@example.org"
    assert letters.receivers == [["a@example.kg"]]


def test_a_document_is_attached_and_no_other_cases(
    engine: Engine, reach: Connections, letters: Letters
) -> None:
    made = connectors["document"](call(engine, reach, template="letter", data={"title": "T"}))["document"]
    connectors["email"](call(engine, reach, to="a@example.kg", subject="s", body="b", attachments=[made]))
    [attachment] = letters.letters[0].iter_attachments()
    assert attachment.get_content() == engine.document(made["id"]).content
    other = replace(
        call(engine, reach, to="a@example.kg", subject="s", body="b", attachments=[made]),
        means=_stranger(engine),
    )
    with pytest.raises(ConnectorRefused, match="no document"):
        connectors["email"](other)
    with pytest.raises(UnknownDocument):
        engine.document("nowhere")


def _stranger(engine: Engine) -> Means:
    return means(engine._shop, "another case")


def test_a_refused_letter_is_refused_and_a_busy_server_tried_again(
    engine: Engine, reach: Connections, letters: Letters
) -> None:
    letters.refusal = "550 no such user"
    with pytest.raises(ConnectorRefused, match="550"):
        connectors["email"](call(engine, reach, to="a@example.kg", subject="s", body="b"))
    letters.refusal = "451 later"
    with pytest.raises(ConnectorUnavailable, match="451"):
        connectors["email"](call(engine, reach, to="a@example.kg", subject="s", body="b"))


def test_a_template_of_the_operator_comes_first(engine: Engine, reach: Connections, tmp_path: Path) -> None:
    (tmp_path / "permit.typ").write_text(
        '#let given = json(bytes(sys.inputs.given))\n#set document(title: "P")\n= #given.data.name'
    )
    own = replace(reach, templates=tmp_path)
    made = connectors["document"](call(engine, own, template="permit", data={"name": "Асан"}))["document"]
    assert engine.document(made["id"]).content.startswith(b"%PDF-")
    (tmp_path / "spy.typ").write_text('#read("/etc/passwd")')
    with pytest.raises(ConnectorRefused, match="spy"):
        connectors["document"](call(engine, own, job="job-9", template="spy"))


def test_a_message_is_taken_once_and_only_with_the_key(engine: Engine, clock: Clock) -> None:
    engine._shop.connections = Connections(peers={"town": Peer(url="", key="k" * 20)})
    body = b'{"id": "1", "message": "Check", "key": "44", "data": {}}'
    good = signature(body, "k" * 20, at=clock.now())
    assert engine.receive(body, sender="town", signature=good) == engine.receive(
        body, sender="town", signature=good
    )
    assert len(engine.kept_messages()) == 1
    for wrong in (
        {"sender": "village"},
        {"body": body.replace(b"44", b"45")},
        {"signature": signature(body, "other", at=clock.now())},
        {"signature": signature(body, "k" * 20, at=datetime(2020, 1, 1, tzinfo=UTC))},
        {"signature": "nonsense"},
    ):
        with pytest.raises(NotEntitled):
            engine.receive(**{"body": body, "sender": "town", "signature": good, **wrong})  # type: ignore[arg-type]
    bad = b'{"id": 1}'
    with pytest.raises(InvalidArgument):
        engine.receive(bad, sender="town", signature=signature(bad, "k" * 20, at=clock.now()))


def test_connections_are_read_from_a_file_and_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "connections.toml"
    file.write_text(
        'hosts = ["api.example.kg"]\norganisation = "town"\n[mail]\nhost = "mail"\nsender = "a@b.kg"\npassword = "env:MAIL"\n'
        '[peers.cadastre]\nurl = "https://c.kg"\nkey = "env:KEY"\n'
    )
    read = Connections.read(file, {"MAIL": "p", "KEY": "k", "KYZMAT_SECRET_CADASTRE": "s"})
    assert read.mail is not None
    assert (read.mail.password, read.peers["cadastre"].key, dict(read.secrets)) == (
        "p",
        "k",
        {"CADASTRE": "s"},
    )
    assert "password" not in repr(read)

    assert Connections.read(None, {}) == Connections()
