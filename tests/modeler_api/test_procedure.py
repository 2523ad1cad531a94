"""The procedure's page: figures that open, the bytes as they came, versions, and putting one in force."""

from __future__ import annotations

import re
from datetime import timedelta

import analytics as an
from modeler_api.repository import model_in
from modeler_api.store import models
from modeler_api.wiring import Door
from processes import library
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import BPMN, CERTIFICATE, SMALL, put_in_force, saved, with_library


def test_the_summary_says_what_the_model_says(sign_in: SignIn, door: Door) -> None:
    """The figures on the page are those of `analytics.summary`."""
    page = sign_in("analyst").get(f"/procedures/{with_library(door) and CERTIFICATE}").text
    figures = an.summary(library[CERTIFICATE].as_is)
    assert figures["applicant_time"].value == timedelta(hours=5, minutes=9)
    assert "5 hours\u202f9 minutes" in page or "5 hours" in page
    assert "3,672,000" in page
    assert "2 of them held by the state" in page


def test_what_nobody_assessed_is_said_and_never_zero(sign_in: SignIn) -> None:
    """A bare model has no figure, and the page says so."""
    analyst = sign_in("analyst")
    page = analyst.get(saved(analyst, SMALL)).text
    assert page.count("not assessed") >= 8


def test_the_problems_stand_with_what_became_of_the_file(sign_in: SignIn, door: Door) -> None:
    """Each line of the import report says what it is about."""
    analyst = sign_in("analyst")
    page = analyst.get(f"/procedures/{with_library(door) and CERTIFICATE}?tab=problems").text
    rows = re.findall(r'data-label="What became of it"><span class="tag[^"]*">([^<]*)</span>', page)
    assert rows
    assert all(rows)


def test_a_figure_opens_its_elements_and_their_evidence(sign_in: SignIn, door: Door) -> None:
    """Behind the documents stand the steps that ask for them."""
    with_library(door)
    page = sign_in("analyst").get(f"/procedures/{CERTIFICATE}?figure=documents").text
    assert "Behind “Documents asked for”: 2" in page
    assert "the state holds it" in page
    assert "B: partly sourced" in page


def test_a_figure_shows_the_evidence_about_itself(sign_in: SignIn, door: Door) -> None:
    """The step is known from observation, its minutes are estimated: behind the time stand the estimates."""
    with_library(door)
    page = sign_in("analyst").get(f"/procedures/{CERTIFICATE}?figure=applicant_time").text
    assert "The weakest evidence behind it is C: an estimate." in page
    row = page.partition('<tr data-element="find_specialist">')[2].partition("</tr>")[0]
    assert "the work, the queue, the wait: estimate" in row
    assert "observation" not in row


def test_the_download_is_the_file_byte_for_byte(sign_in: SignIn, door: Door) -> None:
    """What was saved comes back unchanged."""
    with_library(door)
    answer = sign_in("analyst").get(f"/procedures/{CERTIFICATE}/versions/1.bpmn")
    assert answer.data == library[CERTIFICATE].as_is.source


def test_a_draft_comes_into_force_and_a_case_can_start(sign_in: SignIn, door: Door) -> None:
    """Publishing deploys to the engine and retires the version before."""
    analyst = sign_in("analyst")
    saved(analyst, SMALL)
    put_in_force(sign_in)
    assert door.engine.definition("permit").version == 1
    saved(analyst, SMALL.replace(b"Check the plan", b"Check it"))
    put_in_force(sign_in, 2)
    assert [version.status for version in models.versions(door.store, "permit")] == ["published", "retired"]


def test_what_cannot_be_run_is_refused_by_element(sign_in: SignIn, door: Door) -> None:
    """The reasons stand on the page, and nothing comes into force."""
    analyst = sign_in("analyst")
    broken = BPMN.format(
        work='<callActivity id="check" name="Ask the other office" calledElement="nowhere"/>'
    )
    saved(analyst, broken.encode())
    answer = analyst.post("/procedures/permit/versions/1/publish")
    assert answer.status_code == 422
    assert "Ask the other office" in answer.text
    assert models.published(door.store, "permit") is None


def test_only_an_analyst_puts_in_force(sign_in: SignIn, door: Door) -> None:
    """The policy refuses everybody else."""
    with_library(door)
    assert sign_in("reformer").post(f"/procedures/{CERTIFICATE}/versions/1/publish").status_code == 403


def test_two_versions_are_compared_by_what_they_mean(sign_in: SignIn) -> None:
    """A renamed step is one change, with both names."""
    analyst = sign_in("analyst")
    saved(analyst, SMALL)
    saved(analyst, SMALL.replace(b"Check the plan", b"Check it well"))
    page = analyst.get("/procedures/permit/changes?from=1&to=2").text
    assert "Check the plan" in page
    assert "Check it well" in page


def test_what_changed_is_called_in_the_readers_language(sign_in: SignIn, door: Door) -> None:
    """Parties, papers and the procedure itself have names too, and the words of the vocabulary are no codes."""
    both = library[CERTIFICATE]
    assert both.to_be is not None
    for version in (both.as_is, both.to_be):
        models.save(door.store, key=CERTIFICATE, name="C", source=version.source, author="analyst")
    analyst = sign_in("analyst")
    analyst.set_cookie("kyzmat_locale", "ru")
    table = analyst.get(f"/procedures/{CERTIFICATE}/changes?from=1&to=2").text.partition("<table")[2]
    rows = {re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in table.split("<tr")}
    assert any("Убрано Касса Дорожка" in row for row in rows)
    assert any("Убрано Паспорт или ID-карта Документ" in row for row in rows)
    [variant] = [row for row in rows if "Вариант" in row]
    assert "Справка айыл окмоту: запрос в реестр" in variant
    assert "asIs" not in variant


def test_a_form_changes_by_its_questions_and_layout_is_shown_on_demand(sign_in: SignIn, door: Door) -> None:
    """What is only drawn elsewhere stands apart from what means something."""
    as_is = library["residence_registration"].as_is
    changed = as_is.source.replace(b'"label": "Number of the mark"', b'"label": "Number of the stamp"')
    changed = re.sub(
        rb'(bpmnElement="apply"[^>]*>\s*<dc:Bounds [^>]*?x=")\d+', rb"\g<1>999", changed, count=1
    )
    for number, source in enumerate((as_is.source, changed)):
        models.save(
            door.store,
            key="residence_registration",
            name="R",
            source=source,
            author="analyst",
            reason=str(number),
        )
    analyst = sign_in("analyst")
    page = analyst.get("/procedures/residence_registration/changes?from=1&to=2").text
    assert "Number of the stamp" in page
    assert "only drawn elsewhere" in page
    assert (
        "Drawn elsewhere without meaning"
        in analyst.get("/procedures/residence_registration/changes?from=1&to=2&layout=1").text
    )


def test_an_unknown_procedure_is_a_page(sign_in: SignIn) -> None:
    """The answer is 404 in the same design."""
    assert sign_in("analyst").get("/procedures/nowhere").status_code == 404
    assert model_in(SMALL).key == "permit"
