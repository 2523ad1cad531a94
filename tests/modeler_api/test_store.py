"""The door's tables: what is kept comes back, and two who do the same at once do not meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from modeler_api.store import Store, drafts, findings, jobs, logs, models, redesigns, reports


@pytest.fixture
def store(engine_url: str) -> Iterator[Store]:
    opened = Store(engine_url)
    opened.migrate()
    yield opened
    opened.close()


def test_migrating_twice_changes_nothing(store: Store) -> None:
    assert store.revision == store.newest_revision
    store.migrate()
    assert store.revision == store.newest_revision


# SQLite tells an index on an expression in a way SQLAlchemy cannot compare; its own test asks whether it is used.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_the_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from modeler_api.store.tables import metadata

    with store.begin() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, *_rest: kind != "table" or name.startswith("door_")
            },
        )
        differences = [d for d in compare_metadata(context, metadata) if "alembic_version" not in str(d)]
    assert differences == []


def test_each_saving_is_the_next_version_and_the_same_bytes_are_not_saved_twice(store: Store) -> None:
    one = models.save(store, key="permit", name="Permit", source=b"<a/>", author="ana")
    same = models.save(store, key="permit", name="Permit", source=b"<a/>", author="ana")
    two = models.save(store, key="permit", name="Permit", source=b"<b/>", author="bek", based_on=one.id)
    assert (one.number, same.id, two.number) == (1, one.id, 2)
    assert models.by_id(store, one.id) == one
    assert [version.number for version in models.versions(store, "permit")] == [2, 1]


def test_publishing_retires_the_version_that_was_live(store: Store) -> None:
    one = models.save(store, key="permit", name="Permit", source=b"<a/>", author="ana")
    two = models.save(store, key="permit", name="Permit", source=b"<b/>", author="ana")
    models.publish(store, one.id, definition_key="permit")
    models.publish(store, two.id, definition_key="permit")
    assert [version.status for version in models.versions(store, "permit")] == ["published", "retired"]
    assert [version.id for version in models.live(store)] == [two.id]
    assert models.published(store, "permit") == models.by_id(store, two.id)
    assert models.published(store, "unknown") is None


def test_a_draft_is_one_a_person_and_subject(store: Store) -> None:
    assert drafts.find(store, account="a", subject="s") is None
    drafts.keep(store, account="a", subject="s", data={"name": ["x"]})
    drafts.keep(store, account="a", subject="s", data={"name": ["xy"]})
    drafts.keep(store, account="b", subject="s", data={"name": ["z"]})
    found = drafts.find(store, account="a", subject="s")
    assert found is not None
    assert found.data == {"name": ["xy"]}
    assert found.updated.tzinfo is not None
    drafts.drop(store, account="a", subject="s")
    assert drafts.find(store, account="a", subject="s") is None
    assert drafts.find(store, account="b", subject="s") is not None


def test_a_job_is_taken_once_and_tells_its_progress(store: Store) -> None:
    asked = jobs.ask(store, kind="simulate", subject="permit", arguments={"cases": 5}, created_by="ana")
    again = jobs.ask(store, kind="simulate", subject="permit", arguments={"cases": 5}, created_by="ana")
    assert again.id == asked.id
    taken = jobs.take(store)
    assert taken is not None
    assert (taken.id, taken.status) == (asked.id, "running")
    assert jobs.take(store) is None
    jobs.progress(store, asked.id, done=2, total=5, doing="Case 2 of 5")
    running = jobs.by_id(store, asked.id)
    assert running is not None
    assert (running.share, running.doing, running.is_over) == (0.4, "Case 2 of 5", False)
    jobs.finish(store, asked.id, result={"next": "/x"})
    done = jobs.by_id(store, asked.id)
    assert done is not None
    assert (done.status, done.result) == ("done", {"next": "/x"})


def test_a_job_whose_process_died_is_offered_again_and_given_up_at_last(store: Store) -> None:
    asked = jobs.ask(store, kind="report", subject="permit", arguments={}, created_by="ana")
    start = dt.datetime.now(dt.UTC)
    for attempt in range(jobs.MOST_ATTEMPTS):
        with time_machine.travel(start + attempt * dt.timedelta(minutes=10), tick=False):
            taken = jobs.take(store)
            assert taken is not None
            assert taken.attempts == attempt + 1
    with time_machine.travel(start + dt.timedelta(hours=1), tick=False):
        assert jobs.take(store) is None
    lost = jobs.by_id(store, asked.id)
    assert lost is not None
    assert lost.status == "failed"


def test_a_dismissed_finding_stays_away_until_it_is_restored(store: Store) -> None:
    findings.dismiss(store, procedure="permit", fingerprint="f1", reason="known", by="ana")
    findings.dismiss(store, procedure="permit", fingerprint="f1", reason="law says so", by="bek")
    assert [found.reason for found in findings.dismissed(store, "permit")] == ["law says so"]
    findings.restore(store, procedure="permit", fingerprint="f1")
    assert findings.dismissed(store, "permit") == ()


def test_logs_redesigns_and_reports_come_back_as_they_were(store: Store) -> None:
    log = logs.add(
        store,
        procedure="permit",
        variant="as_is",
        origin="simulated",
        path="logs/a.parquet",
        cases=9,
        created_by="ana",
    )
    assert log.is_simulated
    assert logs.by_id(store, log.id) == log == logs.newest(store, "permit", variant="as_is")
    assert logs.newest(store, "permit", variant="to_be") is None
    offered = redesigns.propose(
        store, procedure="permit", base_version="v", name="once_only", reason="because", created_by="ana"
    )
    redesigns.decide(store, offered.id, status="applied", result_version="w")
    [found] = redesigns.of_procedure(store, "permit")
    assert (found.status, found.result_version) == ("applied", "w")
    made = reports.add(
        store, procedure="permit", kind="report", title="Permit", created_by="ana", logs=[log.id]
    )
    assert reports.by_id(store, made.id) == made
    assert reports.of_procedure(store, "permit", kind="other") == ()
