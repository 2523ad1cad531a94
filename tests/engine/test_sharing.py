"""Work lists and the sharing of work: whose slice a list shows, and what each verb leaves in the history."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from engine import (
    AlreadyClaimed,
    Engine,
    Instance,
    InvalidArgument,
    NotEntitled,
    WorkItem,
    WorkQuery,
    WrongState,
)
from engine.assignment import assignments
from engine.store import work_lists
from engine.store.search import words_of
from engine.testing import Clock
from processes import read_model

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
FORM = {
    "type": "default",
    "id": "application",
    "components": [
        {
            "type": "textfield",
            "key": "name",
            "label": "Name",
            "properties": {"searchable": "applicant"},
        },
        {"type": "textfield", "key": "parcel", "label": "Parcel", "properties": {"searchable": "true"}},
        {"type": "textfield", "key": "note", "label": "Note"},
    ],
}


class Office:
    """A roster: who is in which group, and who leads it."""

    def __init__(self, **groups: str) -> None:
        self.groups = {name: people.split() for name, people in groups.items()}

    def members(self, candidates: Sequence[str]) -> Sequence[str]:
        return [one for name in candidates for one in self.groups.get(name, ())]

    def heads(self, candidates: Sequence[str]) -> Sequence[str]:
        return ["head"] if candidates else []


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def engine(engine_url: str, clock: Clock) -> Iterator[Engine]:
    made = Engine(engine_url, clock=clock, roster=Office(clerks="aigul bek ceyla"))
    yield made
    made.dispose()


def given_out(engine: Engine, way: str, *, more: str = "") -> str:
    """Deploy a procedure of two steps of which the second is given out in this way."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
  <process id="p" isExecutable="true">
    <startEvent id="s"/>
    <userTask id="first" name="Receive" camunda:candidateGroups="desk"/>
    <userTask id="check" name="Check" camunda:candidateGroups="clerks">
      <extensionElements><gov:step assignment="{way}" {more}/></extensionElements></userTask>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="first"/>
    <sequenceFlow id="f2" sourceRef="first" targetRef="check"/>
    <sequenceFlow id="f3" sourceRef="check" targetRef="e"/>
  </process>
</definitions>"""
    return engine.deploy(read_model(text.encode()), by="ana").key


def checked(engine: Engine, key: str, *, by: str = "desk") -> WorkItem:
    """Start a case and do its first step; return the second."""
    case = engine.start(key, by="ana")
    [first] = engine.work_items(case)
    engine.complete(first, by=by)
    [second] = engine.work_items(case)
    return second


def kinds(engine: Engine, item: WorkItem) -> list[str]:
    return [r.kind for r in engine.history(item.instance) if r.element == item.element]


def test_work_is_pulled_unless_the_procedure_says_otherwise(engine: Engine) -> None:
    assert checked(engine, given_out(engine, "pull")).holder is None


def test_in_turn_everybody_gets_as_much(engine: Engine) -> None:
    key = given_out(engine, "roundRobin")
    items = [checked(engine, key) for _ in range(7)]
    assert [item.holder for item in items] == ["aigul", "bek", "ceyla", "aigul", "bek", "ceyla", "aigul"]
    assert "assigned" in kinds(engine, items[0])


def test_the_least_loaded_gets_the_next(engine: Engine) -> None:
    key = given_out(engine, "leastLoaded")
    first, second = checked(engine, key), checked(engine, key)
    assert (first.holder, second.holder) == ("aigul", "bek")
    engine.complete(first, by="aigul")
    assert checked(engine, key).holder == "aigul"
    assert checked(engine, key).holder == "ceyla"


def test_who_did_the_earlier_step_gets_the_later_one_while_they_may(engine: Engine) -> None:
    key = given_out(engine, "samePerformer", more='performerOf="first"')
    assert checked(engine, key, by="bek").holder == "bek"
    assert checked(engine, key, by="somebody").holder is None


def test_the_head_gets_what_the_head_gives_out(engine: Engine) -> None:
    item = checked(engine, given_out(engine, "headAssigns"))
    assert item.holder == "head"
    with pytest.raises(AlreadyClaimed):
        engine.claim(item, by="aigul", groups=["clerks"])
    passed = engine.reassign(item, to="bek", by="head", reason="You know this street.")
    assert passed.holder == "bek"
    assert kinds(engine, item)[-2:] == ["assigned", "reassigned"]


def test_where_no_head_is_it_is_said_that_nobody_gives_it_out(engine_url: str) -> None:
    engine = Engine(engine_url)
    item = checked(engine, given_out(engine, "headAssigns"))
    assert item.holder is None
    [said] = [one for one in engine.history(item.instance) if one.kind == "notAssigned"]
    assert said.label == item.label
    engine.claim(item, by="aigul", groups=["clerks"])
    engine.dispose()


def test_a_lot_falls_on_one_of_them_and_not_always_on_the_same(engine: Engine) -> None:
    key = given_out(engine, "random")
    drawn_ones = {checked(engine, key).holder for _ in range(40)}
    assert len(drawn_ones) > 1
    assert drawn_ones <= {"aigul", "bek", "ceyla"}


def test_a_fair_queue_gives_the_oldest_and_nobody_picks(engine: Engine, clock: Clock) -> None:
    key = given_out(engine, "fairQueue")
    items = []
    for _ in range(3):
        items.append(checked(engine, key))
        clock.advance(dt.timedelta(minutes=5))
    with pytest.raises(NotEntitled, match="order in which cases came"):
        engine.claim(items[2], by="aigul", groups=["clerks"])
    with pytest.raises(NotEntitled, match="order in which cases came"):
        engine.complete(items[2], by="aigul")
    with pytest.raises(NotEntitled):
        engine.reassign(items[2], to="aigul", by="aigul", reason="I know him.", groups=["clerks"])
    given = engine.next_item(by="aigul", groups=["clerks"])
    assert given is not None and (given.id, given.holder) == (items[0].id, "aigul")
    other = engine.next_item(by="bek", groups=["clerks"], definition=key)
    assert other is not None and other.id == items[1].id
    engine.complete(given, by="aigul", groups=["clerks"])
    assert engine.next_item(by="aigul", groups=["elsewhere"]) is None


def test_two_who_ask_at_once_get_different_items(engine: Engine, engine_url: str) -> None:
    key = given_out(engine, "fairQueue")
    waiting = {checked(engine, key).id for _ in range(12)}
    got: list[str] = []

    def asks(person: str) -> None:
        own = Engine(engine_url) if "memory" not in engine_url and engine_url != "sqlite://" else engine
        for _ in range(3):
            item = own.next_item(by=person, groups=["clerks"])
            assert item is not None and item.holder == person
            got.append(item.id)
        if own is not engine:
            own.dispose()

    threads = [threading.Thread(target=asks, args=(f"officer{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(waiting)


@pytest.fixture
def item(engine: Engine) -> WorkItem:
    return engine.claim(checked(engine, given_out(engine, "pull")), by="aigul", groups=["clerks"])


def test_work_is_passed_on_for_a_reason_to_somebody_who_may(engine: Engine, item: WorkItem) -> None:
    with pytest.raises(InvalidArgument, match="reason"):
        engine.reassign(item, to="bek", by="aigul", reason=" ")
    with pytest.raises(NotEntitled):
        engine.reassign(item, to="stranger", by="aigul", reason="Please.")
    with pytest.raises(NotEntitled):
        engine.reassign(item, to="bek", by="ceyla", reason="Please.", groups=["clerks"])
    assert engine.reassign(item, to="bek", by="aigul", reason="Please.", groups=["clerks"]).holder == "bek"
    last = engine.history(item.instance)[-1]
    assert (last.kind, last.data) == ("reassigned", {"from": "aigul", "to": "bek", "reason": "Please."})


def test_delegated_work_comes_back_before_it_is_completed(engine: Engine, item: WorkItem) -> None:
    with pytest.raises(NotEntitled):
        engine.delegate(item, to="ceyla", by="bek", reason="Please.")
    away = engine.delegate(item, to="bek", by="aigul", reason="Measure the plot.")
    assert (away.holder, away.owner) == ("bek", "aigul")
    [seen] = engine.find_work(WorkQuery(delegated_by="aigul"))
    assert seen.id == item.id
    with pytest.raises(WrongState, match="who completes it"):
        engine.complete(item, by="bek")
    back = engine.hand_back(item, by="bek", note="12 by 30 m")
    assert (back.holder, back.owner) == ("aigul", None)
    with pytest.raises(NotEntitled):
        engine.hand_back(item, by="bek")
    engine.complete(item, by="aigul")
    assert kinds(engine, item)[-4:] == ["claimed", "delegated", "returned", "completed"]


def test_work_put_off_is_out_of_sight_until_its_day(engine: Engine, item: WorkItem, clock: Clock) -> None:
    mine = WorkQuery(held_by="aigul", resting=False)
    resting = WorkQuery(held_by="aigul", resting=True)
    with pytest.raises(InvalidArgument):
        engine.put_off(item, until=NOW, by="aigul")
    engine.put_off(item, until=NOW + dt.timedelta(days=2), by="aigul", reason="The surveyor comes.")
    assert (engine.find_work(mine), [i.id for i in engine.find_work(resting)]) == ([], [item.id])
    clock.advance(dt.timedelta(days=3))
    assert ([i.id for i in engine.find_work(mine)], engine.find_work(resting)) == ([item.id], [])
    engine.release(item, by="aigul")
    assert engine.work_item(item).follow_up is None


def test_who_watches_a_case_sees_its_work(engine: Engine, item: WorkItem) -> None:
    engine.watch(item.instance, by="lawyer")
    engine.watch(item.instance, by="lawyer")
    assert engine.watchers(item.instance) == ["lawyer"]
    assert [i.id for i in engine.find_work(WorkQuery(watched_by="lawyer"))] == [item.id]
    engine.watch(item.instance, by="lawyer", watches=False)
    assert engine.find_work(WorkQuery(watched_by="lawyer")) == []


@pytest.fixture
def cases(engine: Engine, clock: Clock) -> list[Instance]:
    """Four applications with searchable fields, each due a day before the one opened earlier, the last in a month."""
    found = []
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  targetNamespace="t">
  <process id="land" isExecutable="true">
    <extensionElements><zeebe:userTaskForm id="application">{json.dumps(FORM)}</zeebe:userTaskForm></extensionElements>
    <startEvent id="s"/>
    <userTask id="check" name="Check"><extensionElements>
      <zeebe:assignmentDefinition candidateGroups="clerks"/><zeebe:taskSchedule dueDate="=until"/>
      <zeebe:formDefinition formKey="camunda-forms:bpmn:application"/></extensionElements></userTask>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="check"/><sequenceFlow id="f2" sourceRef="check" targetRef="e"/>
  </process>
</definitions>"""
    key = engine.deploy(read_model(text.encode()), by="ana").key
    people = ("Асан Үсөнов", "Өмүрбек Жээнбеков", "Гүлнара Бейшеева", "Ольга Ким")
    for number, name in enumerate(people):
        until = (NOW + dt.timedelta(days=3 - number if number < 3 else 30)).isoformat()
        data = {"name": name, "parcel": f"44/{number}", "note": "urgent", "until": until}
        found.append(engine.start(key, data=data, business_key=f"LAND-2026-{number}", by="ana"))
        clock.advance(dt.timedelta(minutes=1))
    return found


PRIORITY = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">
  <process id="p" isExecutable="true"><startEvent id="s"/>
    <userTask id="check" name="Check" {attribute}><extensionElements>{element}</extensionElements></userTask>
    <endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
    <sequenceFlow id="f2" sourceRef="check" targetRef="e"/></process>
</definitions>"""


@pytest.mark.parametrize(
    ("attribute", "element"),
    [
        ('camunda:candidateGroups="clerks" camunda:priority="${weight}"', ""),
        (
            "",
            '<zeebe:assignmentDefinition candidateGroups="clerks"/><zeebe:priorityDefinition priority="=weight"/>',
        ),
    ],
)
def test_the_model_gives_work_a_priority(engine: Engine, attribute: str, element: str) -> None:
    text = PRIORITY.format(attribute=attribute, element=element)
    key = engine.deploy(read_model(text.encode()), by="ana").key
    for weight in (20, 80):
        engine.start(key, data={"weight": weight}, business_key=str(weight), by="ana")
    assert shown(engine, order="priority") == ["0", "0"]
    found = engine.find_work(WorkQuery(offered_to=("clerks",), order="priority"))
    assert [item.priority for item in found] == [80, 20]
    stuck = engine.start(key, data={"weight": "high"}, by="ana")
    assert "is no number" in str(engine.incidents(stuck)[0].message)


def shown(engine: Engine, **wanted: object) -> list[str]:
    query = WorkQuery(offered_to=("clerks",), **wanted)  # type: ignore[arg-type]  # as each test names them
    return [str(item.business_key)[-1] for item in engine.find_work(query)]


def test_the_first_due_comes_first_and_what_has_no_limit_last(engine: Engine, cases: list[Instance]) -> None:
    checked(engine, given_out(engine, "pull"))
    assert shown(engine) == ["2", "1", "0", "3", "e"]
    assert shown(engine, order="oldest")[:4] == ["0", "1", "2", "3"]
    assert shown(engine, due_before=NOW + dt.timedelta(days=2, hours=1)) == ["2", "1"]
    assert shown(engine, due_from=NOW + dt.timedelta(days=2, hours=1)) == ["0", "3"]


@pytest.mark.parametrize("few", [200, 0])
def test_words_are_found_without_their_kyrgyz_letters(
    engine: Engine, cases: list[Instance], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rare words and common ones are looked for in two ways, which find the same.
    monkeypatch.setattr(work_lists, "_FEW", few)
    assert shown(engine, text="омур") == ["1"]
    assert shown(engine, text="ӨМҮРБЕК жээ") == ["1"]
    assert shown(engine, fields={"name": "гулн"}) == ["2"]
    assert shown(engine, fields={"parcel": "44/3"}) == ["3"]
    assert shown(engine, fields={"name": "44"}) == []
    assert (shown(engine, applicant="Ольга"), shown(engine, applicant="44")) == (["3"], [])
    assert shown(engine, text="land-2026-0") == ["0"]
    assert shown(engine, case="LAND-2026") == ["2", "1", "0", "3"]
    # What no form declares searchable is not searched.
    assert shown(engine, text="urgent") == []
    assert shown(engine, definition="land", element="check") == ["2", "1", "0", "3"]
    assert shown(engine, definition="other") == []


def test_a_corrected_field_is_found_by_its_new_words_only(engine: Engine, cases: list[Instance]) -> None:
    engine.set_variables(cases[0], {"name": "Эркин Молдобаев"}, by="ana", reason="A slip.")
    assert shown(engine, text="молдо") == ["0"]
    assert shown(engine, text="усонов") == []
    engine._shop.live.clear()
    engine.set_variables(cases[0], {"name": "Асан"}, by="ana", reason="A slip.")
    assert (shown(engine, text="молдо"), shown(engine, text="асан")) == ([], ["0"])


def test_pages_and_counts_agree(engine: Engine, cases: list[Instance]) -> None:
    query = WorkQuery(held_by="aigul", offered_to=("clerks", "user:aigul"))
    for item in engine.find_work(query)[:1]:
        engine.claim(item, by="aigul")
    pages = [engine.find_work(query, limit=3, offset=offset) for offset in (0, 3)]
    assert [str(i.business_key)[-1] for page in pages for i in page] == ["2", "1", "0", "3"]
    counted = engine.count_work({"all": query, "none": WorkQuery(held_by="nobody")})
    assert (str(counted["all"]), bool(counted["none"])) == ("4", False)
    assert str(engine.count_work({"all": query}, up_to=2)["all"]) == "2+"


def test_what_somebody_has_done_lists_the_latest_first(engine: Engine, cases: list[Instance]) -> None:
    for item in engine.find_work(WorkQuery(offered_to=("clerks",), order="oldest"), limit=2):
        engine.complete(item, by="aigul", groups=["clerks"])
    done = WorkQuery(held_by="aigul", status="completed", order="latest")
    assert {str(i.business_key)[-1] for i in engine.find_work(done)} == {"0", "1"}


def test_every_way_of_assignment_is_named_in_the_vocabulary() -> None:
    from engine.assignment import module_of
    from processes.model.gov import ASSIGNMENTS

    assert set(assignments) <= {module_of(way) for way in ASSIGNMENTS}


def test_a_word_is_compared_by_its_plain_letters() -> None:
    assert words_of(["Ёлкин", "  ", 17]) == ["елкин", "17"]


def test_several_counts_search_once_and_count_the_same(engine: Engine, cases: list[Instance]) -> None:
    first = engine.find_work(WorkQuery(offered_to=("clerks",)))[0]
    engine.claim(first, by="aigul")
    engine.watch(first.instance, by="aigul")
    both = {"held_by": "aigul", "offered_to": ("clerks",), "resting": False}
    asked: dict[str, dict[str, Any]] = {
        "mine": {"held_by": "aigul", "resting": False},
        "unit": {"offered_to": ("clerks",)},
        "soon": {**both, "due_before": NOW + dt.timedelta(days=2, hours=1)},
        "watched": {"watched_by": "aigul"},
        "done": {"held_by": "aigul", "status": "completed"},
    }
    for words in ({"text": "land"}, {"applicant": "о"}, {"fields": {"parcel": "44"}}):
        queries = {name: WorkQuery(**one, **words) for name, one in asked.items()}
        together = engine.count_work(queries)
        apart = {name: engine.count_work({name: query})[name] for name, query in queries.items()}
        assert together == apart
        assert together["unit"].number == len(engine.find_work(queries["unit"]))
