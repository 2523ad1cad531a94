"""What reaches a person calls a step what its reader calls it: problems, refusals, duties, incidents."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from engine import Engine
from engine.errors import AlreadyClaimed, EngineError
from modeler_api.bulk import Outcome
from modeler_api.import_page import grouped
from modeler_api.procedures import Procedures
from modeler_api.shelf import glance_of
from modeler_api.store import accounts, glances
from modeler_api.translation import text, told
from modeler_api.wiring import Door
from processes import Model, check, read_model
from processes.label import Label
from processes.model.edits_of_annotations import set_step
from processes.text import _, kept, listed, recalled
from tests.modeler_api.conftest import SignIn

CHECK, DECIDE = "Планды текшерүү", "Чечим чыгаруу"


def named(model: Model) -> Model:
    """The model with Kyrgyz names of its steps beside the drawn ones."""
    names = b'<extensionElements><gov:name xmlns:gov="urn:kyzmat:gov:1" lang="ky">%s</gov:name>'
    source = model.source
    for id_, called in ((b"check", CHECK), (b"decide", DECIDE)):
        begins = source.index(b'id="%s"' % id_)
        place = source.index(b"<bpmn:extensionElements>", begins)
        prefixed = names.replace(b"<extensionElements>", b"<bpmn:extensionElements>") % called.encode()
        source = source[:place] + prefixed + source[place + len(b"<bpmn:extensionElements>") :]
    return read_model(source)


@pytest.fixture
def model() -> Model:
    drawn = read_model(b"Check @clerks -> Decide @heads", dialect="sketch")
    drawn = set_step(drawn, "check", deciders="single")
    return named(set_step(drawn, "decide", separate_from=("check",)))


@pytest.fixture
def kyrgyz(app: Flask) -> Iterator[None]:
    """A page that somebody reads in Kyrgyz."""
    with app.test_request_context(headers={"Accept-Language": "ky"}):
        g.locale = "ky"
        yield


def test_a_label_is_its_drawn_name_and_brings_the_others(model: Model) -> None:
    label = model.elements["check"].label
    assert label == "Check" == model.label("check")
    assert label.told("ky") == CHECK
    assert label.told("ru") == "Check"
    assert pickle.loads(pickle.dumps(label)).told("ky") == CHECK  # the test's own bytes


@pytest.mark.usefixtures("kyrgyz")
def test_a_sentence_calls_it_by_the_readers_name_even_inside_a_list(model: Model) -> None:
    labels = [model.label("check"), model.label("decide")]
    said = _("{names} are no chain: between them something else leads in or out.").format(
        names=listed(labels)
    )
    assert text(said).startswith(f"«{CHECK}», «{DECIDE}»")
    assert str(said).startswith("“Check”, “Decide”")


@pytest.mark.usefixtures("kyrgyz")
def test_names_survive_being_written_down_as_plain_data(model: Model) -> None:
    values = recalled(kept({"names": listed([model.label("check")]), "label": Label("Check", {"ky": CHECK})}))
    assert text(_("{names} and {label}").format(**values)) == f"«{CHECK}» and {CHECK}"
    assert kept({"label": Label("Check"), "n": 2}) == {"label": "Check", "n": 2}
    kept_outcome = Outcome(
        item="1", label="Check", case="A-1", problem=_("“{label}”").format(label=model.label("check"))
    )
    again = Outcome.of({**kept_outcome.plain})
    assert text(again.problem) == f"«{CHECK}»"


@pytest.mark.usefixtures("kyrgyz")
def test_problems_name_steps_and_their_kinds_for_the_reader() -> None:
    drawn = read_model(b"Check @clerks -> Decide @heads", dialect="sketch")
    source = drawn.source.replace(b'name="Decide"', b"")
    broken = read_model(source)
    rows = [row for group in grouped(check(broken), broken) for row in group.rows]
    said = [text(row.message) for row in rows if row.rule == "label_required"]
    assert said
    assert "(Адамдын иши)" in said[0]
    assert "UserTask" not in " ".join(text(row.message) for row in rows)


@pytest.mark.usefixtures("kyrgyz")
def test_refusals_name_the_step_the_person_and_the_desk(model: Model, door: Door) -> None:
    engine = door.engine
    engine.deploy(model, by="analyst")
    case = engine.start("sketch", by="citizen:1")
    item = engine.work_items(case)[0]
    account = accounts.by_name(door.store, "officer")
    assert account is not None
    with pytest.raises(EngineError) as foreign:
        engine.claim(item, by="officer", groups=["heads"])
    assert CHECK in text(foreign.value.message)
    assert account.full_name in text(foreign.value.message)
    engine.claim(item, by="officer", groups=["clerks"])
    with pytest.raises(AlreadyClaimed) as taken:
        engine.claim(item, by="head", groups=["clerks"])
    assert text(taken.value.message) == f"«{CHECK}» {account.full_name} колунда."
    engine.complete(item, by="officer")
    why = engine.barred(engine.work_items(case)[0], by="officer")
    assert CHECK in text(why)
    assert DECIDE in text(why)
    assert account.full_name in text(why)


@pytest.mark.usefixtures("kyrgyz")
def test_an_incident_read_back_from_the_store_still_knows_the_names() -> None:
    drawn = read_model(b"Check -> Decide", dialect="sketch")
    drawn = set_step(set_step(drawn, "check", deciders="single"), "decide", deciders="single")
    engine = Engine("sqlite://")
    engine.deploy(named(drawn), by="ana")
    engine.start("sketch", by="ana")
    [incident] = engine.incidents()
    assert CHECK in text(incident.message)
    assert "Check" in str(incident.message)
    engine.dispose()


def test_the_page_of_who_may_not_do_it_speaks_the_readers_names(
    door: Door, sign_in: SignIn, model: Model
) -> None:
    account = accounts.by_name(door.store, "officer")
    assert account is not None
    accounts.set_groups(door.store, account.id, ["clerks", "heads"])
    door.engine.deploy(model, by="analyst")
    case = door.engine.start("sketch", by="citizen:1")
    door.engine.complete(door.engine.work_items(case)[0], by="officer")
    client: FlaskClient = sign_in("officer")
    client.set_cookie("kyzmat_locale", "ky")
    page = client.get(f"/work/{door.engine.work_items(case)[0].id}").text
    assert CHECK in page
    assert "Check" not in page


def test_lists_call_a_procedure_by_the_title_its_model_gives(door: Door, app: Flask, model: Model) -> None:
    titled = read_model(
        model.source.replace(
            b'isExecutable="true">',
            b'isExecutable="true"><bpmn:extensionElements><gov:procedure xmlns:gov="urn:kyzmat:gov:1">'
            b'<gov:name lang="ky">%s</gov:name></gov:procedure></bpmn:extensionElements>'
            % "Уруксат".encode(),
            1,
        )
    )
    definition = door.engine.deploy(titled, by="analyst")
    glances.keep(door.store, glance_of(titled.digest, titled), ())
    with app.test_request_context():
        g.locale = "ky"
        procedures = Procedures(door)
        assert told(procedures.name(definition.id)) == "Уруксат"
        assert [told(one.name) for one in procedures.live if one.key == "sketch"] == ["Уруксат"]
        assert procedures.name(definition.id) == definition.name
