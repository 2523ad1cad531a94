"""Flow triggers: what starts when something else has ended, once."""

from __future__ import annotations

import pytest

from engine import Engine, InvalidArgument, UnknownDefinition, UnknownTrigger
from tests.engine.drawing import drawn
from tests.engine.play import finish

START = '<startEvent id="s"/>'


@pytest.fixture
def two(engine: Engine) -> Engine:
    nodes = (
        f'{START}<endEvent id="e"><errorEventDefinition errorRef="er"/></endEvent><exclusiveGateway id="g"/>'
    )
    ways = "s -> a\na -> g\ng -> b [good]\ng -> e [not(good)]"
    roots = '<error id="er" name="bad" errorCode="BAD"/>'
    engine.deploy(drawn(nodes, ways, roots=roots, users="a b", key="first"), by="ana")
    engine.deploy(drawn(START, "s -> c", users="c", key="second"), by="ana")
    return engine


def test_what_follows_starts_once_with_what_it_is_given(two: Engine) -> None:
    trigger = two.add_trigger("first", "second", variables=["x"], by="ana")
    case = two.start("first", by="ana", business_key="K", data={"x": 1, "y": 2})
    finish(two, case, "a", good=True)
    assert two.instances("second") == []
    finish(two, case, "b")
    [following] = two.instances("second")
    assert (following.data, following.business_key) == ({"x": 1}, "K")
    assert following.started_by == f"trigger:{trigger.id}"
    assert two.history(following)[0].data["after"] == case.id
    assert two.run_jobs() == 0


@pytest.mark.parametrize("outcome", ["failed", "cancelled"])
def test_each_way_to_end_has_its_own_triggers(two: Engine, outcome: str) -> None:
    two.add_trigger("first", "second", on=outcome, by="ana")  # type: ignore[arg-type]
    ways = {"completed": 0, "failed": 0, "cancelled": 0}
    for ending in ways:
        case = two.start("first", by="ana")
        if ending == "cancelled":
            two.cancel(case, by="ana")
        else:
            finish(two, case, "a", good=ending == "completed")
        if ending == "completed":
            finish(two, case, "b")
        assert two.instance(case).status == ending
        ways[ending] = two.count_instances("second") - sum(ways.values())
    assert ways == {"completed": 0, "failed": 0, "cancelled": 0} | {outcome: 1}


def test_a_trigger_is_switched_off_and_on_and_removed(two: Engine) -> None:
    trigger = two.add_trigger("first", "second", on="cancelled", by="ana")
    two.enable_trigger(trigger, enabled=False, by="ana")
    two.cancel(two.start("first", by="ana"), by="ana")
    assert two.count_instances("second") == 0
    assert [t.enabled for t in two.triggers()] == [False]
    two.enable_trigger(trigger, by="ana")
    two.cancel(two.start("first", by="ana"), by="ana")
    assert two.count_instances("second") == 1
    two.remove_trigger(trigger, by="ana")
    assert two.triggers() == []
    with pytest.raises(UnknownTrigger):
        two.enable_trigger(trigger, by="ana")


def test_a_trigger_of_nothing_is_refused(two: Engine) -> None:
    with pytest.raises(UnknownDefinition):
        two.add_trigger("first", "third", by="ana")
    with pytest.raises(InvalidArgument):
        two.add_trigger("first", "second", on="success", by="ana")  # type: ignore[arg-type]


def test_what_cannot_start_is_an_incident_that_can_be_retried(two: Engine) -> None:
    two.add_trigger("first", "second", on="cancelled", by="ana")
    two.suspend_definition("second", by="ana")
    two.cancel(two.start("first", by="ana"), by="ana")
    [incident] = two.incidents()
    assert "suspended" in str(incident.message)
    two.resume_definition("second", by="ana")
    two.retry(incident, by="ana")
    assert two.incidents() == []
    assert two.count_instances("second") == 1


def test_a_start_is_not_lost_with_the_process_that_wrote_it(engine_url: str) -> None:
    class Nowhere:
        def after_commit(self, ids: list[str], run: object) -> None: ...

    dying = Engine(engine_url, jobs=Nowhere())  # type: ignore[arg-type]
    for key in ("first", "second"):
        dying.deploy(drawn(START, "s -> a", users="a", key=key), by="ana")
    dying.add_trigger("first", "second", on="cancelled", by="ana")
    dying.cancel(dying.start("first", by="ana"), by="ana")
    dying.dispose()
    engine = Engine(engine_url)
    assert engine.count_instances("second") == 0
    assert engine.run_jobs() == 1
    assert engine.run_jobs() == 0
    assert engine.count_instances("second") == 1
    engine.dispose()
