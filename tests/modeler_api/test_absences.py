"""Absences through the pages: entered, agreed to, acted in with the strip on every page, ended."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import time_machine
from flask.testing import FlaskClient

from engine import Instance
from modeler_api.auth import passwords
from modeler_api.clockwork import run_waiting_jobs
from modeler_api.store import absences, accounts, audit, comments, documents
from modeler_api.store import tables as t
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.conftest import SignIn
from tests.modeler_api.office import KEY, form, procedure
from tests.modeler_api.papers import PDF

DAY = dt.timedelta(days=1)


@pytest.fixture
def case(door: Door) -> Instance:
    for name, groups in (("absent", ["clerks"]), ("standby", [])):
        accounts.add(
            door.store, name=name, full_name=f"The {name}", password_hash="-", role="officer", groups=groups
        )
    model = door.engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="x")
    return door.engine.start(model, by="x", business_key="N-1")


def entered(client: FlaskClient, **changes: object) -> int:
    today = t.today()
    form = {"substitute": "standby", "starts": today, "ends": today + DAY, "held": "unit", **changes}
    return client.post("/absences/", data={k: str(v) for k, v in form.items() if v}).status_code


def only(door: Door) -> absences.Absence:
    account = accounts.by_name(door.store, "absent")
    assert account is not None
    [absence] = absences.around(door.store, account.id)
    return absence


def test_the_substitute_agrees_acts_and_goes_back(door: Door, sign_in: SignIn, case: Instance) -> None:
    absent, standby = sign_in("absent"), sign_in("standby")
    assert entered(absent) == 303
    absence = only(door)
    assert standby.post(f"/absences/{absence.id}/act").status_code == 404, "not agreed to yet"
    assert absent.post(f"/absences/{absence.id}/answer", data={"answer": "yes"}).status_code == 404
    [item] = door.engine.work_items(case)
    assert standby.get(f"/work/{item.id}").status_code == 403
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    assert standby.post(f"/absences/{absence.id}/act").status_code == 303
    page = standby.get("/work/?show=unit")
    assert "You are acting for The absent" in page.text
    assert item.id in page.text
    assert standby.get(f"/work/{item.id}").status_code == 200
    assert door.engine.work_item(item.id).holder == "standby"
    assert standby.post(f"/work/{item.id}").status_code in (302, 303)
    taken = [
        r for r in door.engine.history(case) if r.kind in ("claimed", "completed") and r.type == "UserTask"
    ]
    assert {(r.by, r.on_behalf_of) for r in taken} == {("standby", "absent")}
    assert {r.affiliation for r in taken} == {"agency"}
    assert "The standby, for The absent" in standby.get(f"/cases/{case.id}?tab=history").text
    standby.post("/absences/back")
    assert "You are acting for" not in standby.get("/").text
    assert standby.get(f"/cases/{case.id}").status_code == 200, "what one held oneself stays in view"


def test_the_two_are_told_and_who_agrees_reads_for_what(door: Door, sign_in: SignIn, case: Instance) -> None:
    absent, standby = sign_in("absent"), sign_in("standby")
    assert entered(absent, procedures=case.key) == 303
    assert "You are asked to stand in for a colleague" in standby.get("/notices/").text
    page = standby.get("/absences/").text
    assert "only for: " in page
    assert "the held work goes back to the unit" in page
    assert "Nothing to tell you yet" in absent.get("/notices/").text
    absence = only(door)
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    assert "You have agreed to stand in" in standby.get("/absences/").text
    assert "Your substitute has agreed to stand in" in absent.get("/notices/").text
    absent.post(f"/absences/{absence.id}/withdraw")
    assert "You no longer have to stand in for a colleague" in standby.get("/notices/").text
    assert "A head has ended an absence of yours" not in absent.get("/notices/").text, "it was oneself"
    assert absent.post(f"/absences/{absence.id}/withdraw").status_code == 404


def test_who_was_only_asked_is_told_that_it_is_over(sign_in: SignIn, case: Instance, door: Door) -> None:
    absent, standby = sign_in("absent"), sign_in("standby")
    entered(absent)
    assert absent.post(f"/absences/{only(door).id}/withdraw").status_code == 303
    assert "You no longer have to stand in for a colleague" in standby.get("/notices/").text


def test_what_is_past_does_not_end_early(sign_in: SignIn, case: Instance, door: Door) -> None:
    absent, standby = sign_in("absent"), sign_in("standby")
    entered(absent)
    absence = only(door)
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    with time_machine.travel(dt.datetime.now(dt.UTC) + 2 * DAY):
        assert sign_in("absent").post(f"/absences/{absence.id}/withdraw").status_code == 404
    assert only(door).state == "accepted"
    assert "You no longer" not in standby.get("/notices/").text


def test_what_is_ones_own_is_noted_in_nobodys_place(sign_in: SignIn, case: Instance, door: Door) -> None:
    away, own = accounts.by_name(door.store, "absent"), accounts.by_name(door.store, "standby")
    assert away is not None
    assert own is not None
    accounts.change(door.store, away.id, full_name="The absent", email="", role="head")
    accounts.set_password_hash(door.store, own.id, passwords.hashed("an old password"))
    entered(sign_in("absent"))
    standby, absence = sign_in("standby"), only(door)
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    standby.post(f"/absences/{absence.id}/act")
    standby.post(f"/absences/{absence.id}/act")
    today = t.today() + 9 * DAY
    assert entered(standby, substitute="officer", starts=today, ends=today + DAY) == 303
    [coming] = [one for one in absences.around(door.store, own.id) if one.account == own.id]
    standby.post(f"/absences/{coming.id}/withdraw")
    standby.post("/account/passkeys/none/remove")
    standby.post("/session/end", data={"session": "all"})
    standby.post("/session/end", data={"session": "none"})
    standby.post("/account/", data={"old": "an old password", "new": "quite a new password"})
    standby.get("/registers/export.csv")
    standby.post("/sign-out")
    acts = [one for one in audit.entries(door.store, limit=50) if one.who == "standby"]
    in_place = {one.action for one in acts if (one.on_behalf_of, one.role) == ("absent", "head")}
    assert in_place == {"register.export"}
    assert {one.action for one in acts if (one.on_behalf_of, one.role) == (None, "officer")} >= {
        *("absence.enter", "absence.withdraw", "absence.accepted", "absence.act"),
        *("passkey.remove", "session.end", "own.account", "sign-out"),
    }


def test_what_is_entered_in_somebodys_place_says_so(door: Door, sign_in: SignIn, case: Instance) -> None:
    door.engine.deploy(procedure(work=form({"type": "textfield", "key": "found", "label": "Found"})), by="x")
    [item] = door.engine.work_items(door.engine.start(KEY, by="x"))
    entered(sign_in("absent"))
    standby, absence = sign_in("standby"), only(door)
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    standby.post(f"/absences/{absence.id}/act")
    standby.get(f"/work/{item.id}")
    standby.post(f"/work/{item.id}", data={"f.found": "Six metres"})
    page = standby.get(f"/cases/{item.instance}?tab=data").text
    assert "Six metres" in page
    assert "The standby, for The absent" in page


def test_what_is_written_in_somebodys_place_says_so(door: Door, sign_in: SignIn, case: Instance) -> None:
    absent, standby = sign_in("absent"), sign_in("standby")
    entered(absent)
    absence = only(door)
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    standby.post(f"/absences/{absence.id}/act")
    [item] = door.engine.work_items(case)
    standby.get(f"/work/{item.id}")
    standby.post(f"/comments/of/{case.id}", data={"text": "Seen.", "audience": "office"})
    standby.post(
        f"/documents/of/{case.id}", data={"document": (io.BytesIO(PDF), "plan.pdf"), "visibility": "office"}
    )
    standby.post(f"/work/{item.id}")
    said = "The standby, for The absent"
    for tab in ("comments", "documents"):
        assert said in standby.get(f"/cases/{case.id}?tab={tab}").text, tab
    page = standby.get(f"/cases/{case.id}?tab=data").text
    assert "Nothing was entered yet" in page, "the work has no form"
    [paper] = documents.of_instance(door.store, case.id)
    assert (paper.added_by, paper.on_behalf_of) == ("standby", "absent")
    assert said in standby.get(f"/documents/{paper.id}").text
    standby.get("/registers/export.csv")
    acts = audit.entries(door.store, limit=50)
    assert {one.on_behalf_of for one in acts if one.action == "register.export"} == {"absent"}
    assert said in sign_in("auditor").get("/audit/").text
    standby.post("/absences/back")
    standby.post(f"/comments/of/{case.id}", data={"text": "Mine.", "audience": "office"})
    assert [one.on_behalf_of for one in comments.of_instance(door.store, case.id)] == ["absent", None]


def test_acting_ends_with_the_absence(door: Door, sign_in: SignIn, case: Instance) -> None:
    absent, standby = sign_in("absent"), sign_in("standby")
    entered(absent)
    absence = only(door)
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    standby.post(f"/absences/{absence.id}/act")
    assert "You are acting for" in standby.get("/").text
    assert standby.post(f"/absences/{absence.id}/withdraw").status_code == 404
    assert absent.post(f"/absences/{absence.id}/withdraw").status_code == 303
    assert "You are acting for" not in standby.get("/").text
    [item] = door.engine.work_items(case)
    assert standby.get(f"/work/{item.id}").status_code == 403


def test_only_some_procedures_are_stood_in_for(door: Door, sign_in: SignIn, case: Instance) -> None:
    absent, standby = sign_in("absent"), sign_in("standby")
    assert entered(absent, procedures=case.key) == 303
    absence = only(door)
    assert absence.procedures == (case.key,)
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    standby.post(f"/absences/{absence.id}/act")
    [item] = door.engine.work_items(case)
    assert standby.get(f"/work/{item.id}").status_code == 200
    source = read_model(b"Check @clerks", dialect="sketch").source.replace(b'id="sketch"', b'id="other"')
    other = door.engine.start(
        door.engine.deploy(read_model(source.replace(b'"sketch"', b'"other"')), by="x"), by="x"
    )
    [stranger] = door.engine.work_items(other)
    refused = standby.get(f"/work/{stranger.id}")
    assert refused.status_code == 403
    assert "You do not stand in for this procedure" in refused.text
    result = standby.post("/work/bulk/", data={"act": "claim", "item": stranger.id}, follow_redirects=True)
    assert "You do not stand in for this procedure" in result.text
    assert door.engine.work_item(stranger.id).holder is None
    door.engine.complete(item, by="standby")
    standby.post("/work/next")
    assert standby.post("/api/v1/work-items/next").status_code == 204
    assert door.engine.work_item(stranger.id).holder is None
    comment = comments.write(
        door.store, instance=other.id, text="Secret", audience=comments.OFFICE, by="standby", mentioned=[]
    )
    assert standby.post(f"/comments/{comment.id}/change", data={"text": "Said"}).status_code == 403
    assert other.id not in standby.get("/cases/").text
    # Both procedures offer to the same group; the lists show only what is stood in for.
    mine = door.engine.work_items(door.engine.start(case.key, by="x"))[0]
    listed = {one["id"] for one in standby.get("/api/v1/work-items").get_json()}
    assert (mine.id in listed, stranger.id in listed) == (True, False)
    assert stranger.id not in standby.get("/work/?show=unit").text
    assert mine.id in standby.get("/work/?show=unit").text
    assert case.id in standby.get("/cases/").text


def test_what_is_wrong_is_said_and_kept(sign_in: SignIn, case: Instance) -> None:
    absent = sign_in("absent")
    assert entered(absent, substitute="nobody") == 422
    assert entered(absent, substitute="analyst") == 422
    assert entered(absent, substitute="absent") == 422
    assert entered(absent, held="") == 422
    assert entered(absent, ends=t.today() - DAY) == 422
    page = absent.post("/absences/", data={"substitute": "standby", "starts": "soon"})
    assert "Write the day as" in page.text
    assert 'value="standby"' in page.text
    assert entered(absent, person="head") == 422, "nobody enters another's absence without being their head"


def test_a_head_enters_it_for_their_people_and_it_counts_at_once(
    door: Door, sign_in: SignIn, case: Instance
) -> None:
    from modeler_api.store import holdings, positions

    account, head = accounts.by_name(door.store, "absent"), accounts.by_name(door.store, "head")
    assert account is not None
    assert head is not None
    [unit] = account.units
    chief = positions.add(door.store, unit=unit, names={"ky": "Башчы"}, is_head=True)
    holdings.appoint(door.store, account=head.id, position=chief.id, by="x")
    assert entered(sign_in("head"), person="absent", held="substitute") == 303
    assert only(door).is_in_force(t.today())
    page = sign_in("standby").get("/").text
    assert re.search(r"Act for: The absent", page)
    assert sign_in("head").post(f"/absences/{only(door).id}/withdraw").status_code == 303
    assert "A head has ended an absence of yours early" in sign_in("absent").get("/notices/").text


def test_many_at_once_are_done_in_somebodys_place_by_a_job_too(
    door: Door, sign_in: SignIn, case: Instance
) -> None:
    absent, standby = sign_in("absent"), sign_in("standby")
    assert entered(absent) == 303
    absence = only(door)
    standby.post(f"/absences/{absence.id}/answer", data={"answer": "yes"})
    standby.post(f"/absences/{absence.id}/act")
    for _number in range(26):
        door.engine.start(case.key, by="x")
    chosen = [item.id for item in door.engine.work_items(group="clerks", limit=100)]
    assert len(chosen) > 25
    told = standby.post("/work/bulk/", data={"act": "claim", "item": chosen})
    assert door.engine.work_item(chosen[0]).holder is None, "a job does it"
    assert run_waiting_jobs(door) == 1
    assert f"{len(chosen)} done" in standby.get(told.location).text
    taken = [r for r in door.engine.history(case) if r.kind == "claimed"]
    assert {(r.by, r.on_behalf_of) for r in taken} == {("standby", "absent")}
    again = standby.post("/work/bulk/reassign", data={"item": chosen, "to": "absent", "reason": "Back."})
    absent.post(f"/absences/{absence.id}/withdraw")
    run_waiting_jobs(door)
    assert again.status_code == 303
    assert door.engine.work_item(chosen[0]).holder == "standby", "the absence has ended, and what it allowed"
