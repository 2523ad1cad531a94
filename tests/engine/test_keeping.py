"""What must be kept is proved, what must not is erased, and the numbers stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine import Engine, InvalidArgument, WrongState
from engine.keeping import read_archive
from engine.logging_events import broken
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import drawn
from tests.engine.play import finish

START = '<startEvent id="s"/>'


@pytest.fixture
def office(engine_url: str, clock: Clock) -> Engine:
    engine = Engine(engine_url, clock=clock, secret="a secret of the office")
    for key in ("permit", "passport"):
        engine.deploy(drawn(START, "s -> a\na -> b", users="a b", key=key), by="ana")
    return engine


def ended(office: Engine, key: str = "permit"):  # type: ignore[no-untyped-def]
    case = office.start(key, by="citizen:Asanova", business_key="K-1", data={"name": "Asanova"})
    office.claim(office.work_items(case)[0], by="bek")
    office.complete(office.work_items(case)[0], by="bek", data={"income": 12})
    finish(office, case, "b")
    return case


def test_persons_are_erased_and_the_numbers_stay(office: Engine) -> None:
    case = ended(office)
    before = office.event_log("permit", persons=True).activities.to_pylist()
    office.anonymise(case, by="archivist")
    assert office.verify(case) is None
    told = (
        str([vars(r) for r in office.history(case)])
        + str(office.instance(case))
        + str(office.work_items(case, status=None))
    )
    assert not [word for word in ("Asanova", "bek", "ana'", "K-1", "income") if word in told]
    after = office.event_log("permit", persons=True).activities.to_pylist()
    assert [(a["offered"], a["completed"], a["group"]) for a in after] == [
        (a["offered"], a["completed"], a["group"]) for a in before
    ]
    assert [a["resource"] for a in after] == ["person 2", "person 3"]
    [last] = office.history(case)[-1:]
    assert (last.kind, last.by) == ("anonymised", "archivist")
    office.anonymise(case, by="archivist")
    assert office.history(case)[-1].number == last.number
    office.dispose()


def test_an_erased_history_still_proves_itself(office: Engine) -> None:
    import sqlalchemy as sa

    from engine.store.tables import history

    case = ended(office)
    office.anonymise(case, by="archivist")
    with office._shop.store.engine.begin() as connection:
        connection.execute(sa.update(history).where(history.c.number == 5).values(label="something else"))
    assert office.verify(case) == 5
    assert dict(office.verify_all()) == {case.id: 5}
    office.dispose()


def test_who_still_waits_is_not_anonymised(office: Engine) -> None:
    case = office.start("permit", by="ana")
    with pytest.raises(WrongState) as refused:
        office.anonymise(case, by="archivist")
    assert "Cancel it first." in str(refused.value)
    office.dispose()


def test_the_archive_holds_whole_histories_and_proves_itself(
    office: Engine, clock: Clock, tmp_path: Path
) -> None:
    cases = [ended(office) for _ in range(3)]
    waits = office.start("permit", by="ana")
    records = [r for case in cases for r in office.history(case)]
    clock.advance(timedelta(days=1))
    outcomes = office.archive(tmp_path / "archive", ended_before=clock.now(), remove=True, by="archivist")
    assert {outcome.id for outcome in outcomes if outcome} == {case.id for case in cases}
    assert [case.id for case in office.instances("permit")] == [waits.id]
    assert office.archive(tmp_path / "archive", ended_before=clock.now(), remove=True, by="archivist") == []
    [file] = (tmp_path / "archive").iterdir()
    kept = read_archive(file)
    assert sorted(kept, key=lambda r: (r.instance, r.number)) == sorted(
        records, key=lambda r: (r.instance, r.number)
    )
    for case in cases:
        assert broken([r for r in kept if r.instance == case.id]) is None
    office.dispose()


def test_a_changed_history_is_not_archived(office: Engine, clock: Clock, tmp_path: Path) -> None:
    import sqlalchemy as sa

    from engine.store.tables import history

    case, other = ended(office), ended(office)
    with office._shop.store.engine.begin() as connection:
        of_case = sa.update(history).where(history.c.instance == case.id, history.c.number == 4)
        connection.execute(of_case.values(by="x"))
    clock.advance(timedelta(days=1))
    outcomes = office.archive(tmp_path / "archive", ended_before=clock.now(), remove=True, by="archivist")
    assert {outcome.id: bool(outcome) for outcome in outcomes} == {case.id: False, other.id: True}
    assert [i.id for i in office.instances("permit")] == [case.id]
    office.dispose()


def test_each_class_of_data_has_its_own_time(office: Engine, clock: Clock, tmp_path: Path) -> None:
    office.set_retention("persons", 30, by="ana")
    office.set_retention("persons", 365, definition="passport", by="ana")
    office.set_retention("history", 100, by="ana")
    office.set_retention("messages", 10, by="ana")
    office.set_retention("keys", 5, by="ana")
    permit, passport = ended(office), ended(office, "passport")
    office.correlate("paid", key="X", time_to_live=timedelta(days=1))
    office.start("permit", by="ana", idempotency_key="K")
    assert office.keep() == office.keep()
    clock.advance(timedelta(days=31))
    assert [m.name for m in office.unclaimed_messages()] == ["paid"]
    kept = office.keep(archive=tmp_path / "archive")
    assert (kept.anonymised, kept.archived, kept.messages, kept.keys) == (1, 0, 1, 1)
    assert office.instance(passport).data["name"] == "Asanova"
    assert office.instance(permit).data == {}
    clock.advance(timedelta(days=100))
    assert office.keep().archived == 0
    assert office.keep(archive=tmp_path / "archive").archived == 2
    office.set_retention("persons", None, definition="passport", by="ana")
    assert len(office.retention()) == 4
    with pytest.raises(InvalidArgument):
        office.set_retention("everything", 3, by="ana")  # type: ignore[arg-type]
    office.dispose()


def test_a_log_shows_pseudonyms_unless_persons_are_asked_for(office: Engine) -> None:
    case = ended(office)
    log = office.event_log("permit")
    told = str(log.events.to_pylist()) + str(log.cases.to_pylist())
    assert not [word for word in ("Asanova", "bek", case.id, "K-1") if word in told]
    assert office.event_log("permit").events["resource"] == log.events["resource"]
    assert office.event_log("permit", cases=True).cases["case"].to_pylist() == [case.id]
    assert "bek" in str(office.event_log("permit", persons=True).events.to_pylist())
    office.dispose()


def test_who_alone_is_a_group_is_not_named_by_it(engine: Engine) -> None:
    model = read_model(b"Register @clerks -> Decide @heads", dialect="sketch")
    definition = engine.deploy(model, by="ana")
    for clerk in ("ana", "bek"):
        case = engine.start(definition, by="citizen")
        engine.complete(engine.work_items(case)[0], by=clerk)
        engine.complete(engine.work_items(case)[0], by="head")
    groups = set(engine.event_log(definition, smallest_group=2).events["group"].to_pylist())
    assert groups == {"clerks", None}
    assert "heads" in engine.event_log(definition).events["group"].to_pylist()
    with pytest.raises(InvalidArgument):
        engine.event_log(definition, persons=True, smallest_group=2)
