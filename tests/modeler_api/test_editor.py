"""The editor's page and its answers: what is refused says why, and nothing typed is lost."""

from __future__ import annotations

import json
import re

from flask.testing import FlaskClient

from modeler_api.editor.words import WORDS
from modeler_api.store import model_drafts, models
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.studies import WORKABLE


def begun(door: Door, source: bytes = WORKABLE) -> None:
    models.save(door.store, key="permit", name="A small permit", source=source, author="analyst", reason="x")


def kept(client: FlaskClient, source: str | None, *, seen: int = 0, window: str = "w1"):  # type: ignore[no-untyped-def]  # Werkzeug's answer
    return client.post("/procedures/permit/edit", json={"source": source, "seen": seen, "window": window})


def test_a_new_procedure_begins_with_an_empty_page(sign_in: SignIn, door: Door) -> None:
    analyst = sign_in("analyst")
    answer = analyst.post("/procedures/new", data={"name_ky": "Жашаган жерди каттоо", "name_en": ""})
    assert answer.status_code == 303
    [version] = models.newest(door.store)
    assert version.key == "zhashagan_zherdi_kattoo"
    assert version.origin == "editor"
    page = analyst.get(answer.location)
    assert page.status_code == 200
    assert "Жашаган жерди каттоо" in page.text


def test_a_procedure_without_a_name_or_with_a_known_one_is_asked_again(sign_in: SignIn) -> None:
    analyst = sign_in("analyst")
    assert "Enter what the procedure is called" in analyst.post("/procedures/new", data={}).text
    analyst.post("/procedures/new", data={"name_en": "Permit"})
    again = analyst.post("/procedures/new", data={"name_en": "Permit"})
    assert again.status_code == 422
    assert "There is a procedure of this name already" in again.text


def test_the_answer_says_what_the_rules_and_the_summary_say(sign_in: SignIn, door: Door) -> None:
    begun(door)
    told = kept(
        sign_in("analyst"), WORKABLE.decode().replace('effort="PT20M"', 'effort="PT20M" channel="inPerson"')
    ).json
    assert told["revision"] == 1
    figures = {figure["name"]: figure for figure in told["figures"]}
    assert set(figures) >= {"in_person", "visits", "documents", "applicant_time", "money", "lead_time"}
    assert told["counts"].keys() == {"error", "warning", "note"}
    assert told["order"] == ["check"]


def test_a_timer_that_is_written_is_read_as_the_engine_reads_it(sign_in: SignIn, door: Door) -> None:
    begun(door)
    analyst = sign_in("analyst")

    def asked(text: str, kind: str = "cycle", unit: str = "") -> dict[str, object]:
        answer = analyst.get(
            "/procedures/permit/edit/timer", query_string={"text": text, "kind": kind, "unit": unit}
        )
        assert answer.status_code == 200
        assert answer.json is not None
        return dict(answer.json)

    twice = asked("R2/P1D")
    assert twice["problem"] == ""
    assert len(list(twice["runs"])) == 2  # type: ignore[call-overload]  # JSON
    assert len(list(asked("0 9 * * MON-FRI")["runs"])) == 5  # type: ignore[call-overload]  # as above
    assert asked("P1D", "duration", "working") != asked("P100D", "duration", "working")
    assert "Write five fields" in str(asked("0 9 32 * *")["problem"])
    for beyond in ("P99999999D", "P9000Y"):
        assert "beyond every calendar" in str(asked(beyond, "duration")["problem"])
    assert "1992" in str(asked("R/0001-01-01T00:00:00Z/PT1H", unit="working")["problem"])
    for wrong in ({"text": "P1D", "kind": "never"}, {"text": "", "kind": "date"}, {"text": "1" * 201}):
        assert analyst.get("/procedures/permit/edit/timer", query_string=wrong).status_code == 400
    assert analyst.get("/procedures/nothing/edit/timer?text=P1D&kind=date").status_code == 404


def test_a_broken_drawing_is_kept_and_said_to_be_broken(sign_in: SignIn, door: Door) -> None:
    """Nothing typed is lost because it is not yet right; no version can be made of it."""
    begun(door)
    analyst = sign_in("analyst")
    broken = WORKABLE.decode().replace("</process>", "")
    told = kept(analyst, broken).json
    assert "refused" in told
    draft = model_drafts.find(door.store, "permit")
    assert draft is not None
    assert draft.source.decode() == broken
    answer = analyst.post("/procedures/permit/edit/version", data={"name": "x", "reason": "y", "revision": 1})
    assert answer.status_code == 422
    assert len(models.versions(door.store, "permit")) == 1


def test_python_gets_no_further_than_a_draft(sign_in: SignIn, door: Door) -> None:
    begun(door)
    analyst = sign_in("analyst")
    script = '<scriptTask id="check" scriptFormat="python"><script>import os</script></scriptTask>'
    kept(analyst, re.sub(r"<userTask.*</userTask>", script, WORKABLE.decode(), flags=re.S))
    answer = analyst.post("/procedures/permit/edit/version", data={"name": "x", "reason": "y", "revision": 1})
    assert answer.status_code == 422
    assert "Python" in answer.text


def test_a_version_is_made_only_of_what_the_page_showed(sign_in: SignIn, door: Door) -> None:
    begun(door)
    analyst = sign_in("analyst")
    kept(analyst, WORKABLE.decode().replace("Check", "Look at"))
    answer = analyst.post("/procedures/permit/edit/version", data={"name": "n", "reason": "r", "revision": 0})
    assert answer.status_code == 422
    assert "changed the draft at" in answer.text
    for missing in ({"name": ""}, {"reason": ""}):
        data = {"name": "n", "reason": "r", "revision": 1, **missing}
        assert analyst.post("/procedures/permit/edit/version", data=data).status_code == 422
    data = {"name": "n", "reason": "r", "revision": 1}
    assert analyst.post("/procedures/permit/edit/version", data=data).status_code == 303
    newest = models.versions(door.store, "permit")[0]
    assert (newest.number, newest.reason, newest.based_on is not None) == (2, "r", True)


def test_another_procedures_drawing_is_not_saved_here(sign_in: SignIn, door: Door) -> None:
    begun(door)
    analyst = sign_in("analyst")
    kept(analyst, WORKABLE.decode().replace('id="permit"', 'id="other"'))
    answer = analyst.post("/procedures/permit/edit/version", data={"name": "n", "reason": "r", "revision": 1})
    assert answer.status_code == 422
    assert "no longer this procedure" in answer.text


def test_a_draft_can_be_discarded(sign_in: SignIn, door: Door) -> None:
    begun(door)
    analyst = sign_in("analyst")
    kept(analyst, WORKABLE.decode().replace("Check", "Look at"))
    assert analyst.post("/procedures/permit/edit/discard").status_code == 303
    assert model_drafts.find(door.store, "permit") is None
    told = kept(analyst, None, seen=1)
    assert told.status_code == 409
    assert "saved as a version or discarded" in told.json["message"]


def test_who_else_draws_is_said_and_forgotten_when_they_leave(sign_in: SignIn, door: Door) -> None:
    begun(door)
    analyst, reformer = sign_in("analyst"), sign_in("reformer")
    kept(reformer, None, window="theirs")
    assert kept(analyst, None).json["others"] == ["The reformer"]
    reformer.post("/procedures/permit/edit/leave", data={"window": "theirs"})
    assert kept(analyst, None).json["others"] == []


def test_what_is_no_question_of_the_page_is_refused(sign_in: SignIn, door: Door) -> None:
    begun(door)
    analyst = sign_in("analyst")
    for wrong in ({}, {"window": "w"}, {"window": "w", "seen": "1"}, {"window": "w", "seen": 0, "source": 3}):
        assert analyst.post("/procedures/permit/edit", json=wrong).status_code == 400
    assert analyst.get("/procedures/nowhere/edit").status_code == 404


def test_every_word_of_the_drawing_program_has_a_translation(sign_in: SignIn, door: Door) -> None:
    begun(door)
    analyst = sign_in("analyst")
    for tag in ("ky", "ru"):
        analyst.get(f"/language/{tag}?next=/")
        page = analyst.get("/procedures/permit/edit").text
        found = re.search(r'<script type="application/json" id="editor-data"[^>]*>(.*?)</script>', page, re.S)
        assert found is not None
        words = json.loads(found[1])["words"]
        assert len(words) == len(WORDS)
        assert not {word for word, said in words.items() if word == said}


def test_who_drew_in_a_draft_does_not_approve_what_a_colleague_saved_of_it(
    sign_in: SignIn, door: Door
) -> None:
    begun(door)
    first, second = (WORKABLE.decode().replace('effort="PT20M"', f'effort="PT{n}M"') for n in (21, 22))
    assert kept(sign_in("reformer"), first).json["revision"] == 1
    analyst = sign_in("analyst")
    assert kept(analyst, second, seen=1, window="w2").json["revision"] == 2
    saved = {"name": "x", "reason": "y", "revision": 2}
    assert analyst.post("/procedures/permit/edit/version", data=saved).status_code == 303
    answer = sign_in("reformer").post("/procedures/permit/versions/2/review", data={"kind": "approval"})
    assert answer.status_code == 422
    assert "You made this version" in answer.text
    assert models.versions(door.store, "permit")[0].makers == {"analyst", "reformer"}
