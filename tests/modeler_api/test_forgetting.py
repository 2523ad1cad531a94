"""What the door keeps beside a case goes when the case's persons do."""

from __future__ import annotations

from sqlalchemy import func, select

from modeler_api.forgetting import forget_cases
from modeler_api.store import accounts, comments, documents, drafts, notices
from modeler_api.store import tables as t
from modeler_api.wiring import Door
from processes import read_model
from tests.modeler_api.papers import PDF


def rows(door: Door) -> dict[str, int]:
    with door.store.begin() as connection:
        return {
            table.name.removeprefix("door_"): connection.execute(
                select(func.count()).select_from(table)
            ).scalar_one()
            for table in (t.comment, t.comment_version, t.document, t.file, t.form_draft)
        }


def ended_case(door: Door, key: str) -> str:
    case = door.engine.start("sketch", business_key=key, by="citizen:1")
    [item] = door.engine.work_items(case)
    said = comments.write(door.store, instance=case.id, text="Asan called.", audience="office", by="officer")
    comments.change(door.store, said.id, text="Asan called again.")
    drafts.keep(door.store, account="a", subject=f"work-item:{item.id}", data={"f.name": ["Asan"]})
    documents.keep(
        door.store,
        content=PDF,
        media_type="application/pdf",
        scan="none",
        name="passport.pdf",
        subject=f"work-item:{item.id}",
        added_by="officer",
        instance=case.id,
    )
    door.engine.complete(item, by="officer")
    return case.id


def test_documents_comments_and_drafts_go_with_the_persons(door: Door) -> None:
    door.engine.deploy(read_model(b"Check @clerks", dialect="sketch"), by="analyst")
    gone, stays = ended_case(door, "A-1"), ended_case(door, "A-2")
    before = rows(door)
    assert forget_cases(door) == 0
    assert rows(door) == before
    door.engine.anonymise(gone, by="clock")
    assert forget_cases(door) == 1
    assert forget_cases(door) == 0
    # The file's bytes are the same in both cases: they stay for the one that stays.
    assert rows(door) == {"comment": 1, "comment_version": 1, "document": 1, "file": 1, "form_draft": 1}
    door.engine.anonymise(stays, by="clock")
    forget_cases(door)
    assert set(rows(door).values()) == {0}


def test_notices_that_are_about_no_case_stay(door: Door) -> None:
    officer = accounts.by_name(door.store, "officer")
    assert officer is not None
    for kind in notices.OF_NO_CASE:
        notices.tell(
            door.store, officer.id, source=kind, kind=kind, instance="no-case", item=None, happened=t.now()
        )
    assert forget_cases(door) == 0
    assert notices.count(door.store, officer.id) == len(notices.OF_NO_CASE)
