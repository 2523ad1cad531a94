# ruff: noqa: E501  (BPMN text reads better unbroken)
from __future__ import annotations

from datetime import timedelta

import pytest

from engine import BpmnError, Engine, NotEntitled, NotExecutable
from engine.testing import Clock
from processes import read_model
from tests.engine.drawing import drawn, flows
from tests.engine.play import completed, finish, kinds, labels

START = '<startEvent id="s"/>'


def run(engine: Engine, nodes: str, ways: str, users: str = "", roots: str = "", **data: object):  # type: ignore[no-untyped-def]
    return engine.start(
        engine.deploy(drawn(START + nodes, ways, users=users, roots=roots), by="ana"), by="ana", data=data
    )


def test_a_manual_task_passes_and_is_in_the_history(engine: Engine) -> None:
    case = run(engine, '<manualTask id="m"/><endEvent id="e"/>', "s -> m\nm -> e")
    assert case.status == "completed"
    assert kinds(engine, case, "m") == ["started", "completed"]


def test_a_user_task_that_names_nobody_is_seen_in_its_case_and_in_no_groups_list(engine: Engine) -> None:
    case = run(engine, '<userTask id="u"/>', "s -> u")
    [item] = engine.work_items(case)
    assert (item.element, item.candidates, item.holder) == ("u", (), None)
    assert engine.work_items(group="clerks") == engine.work_items(user="ana") == []
    with pytest.raises(NotEntitled):
        engine.complete(item, by="ana", groups=["clerks"])


def test_a_user_task_whose_expression_names_nobody_is_an_incident(engine: Engine) -> None:
    nodes = '<userTask id="u" camunda:candidateGroups="${team}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"/>'
    text = drawn(f'<startEvent id="s"/>{nodes}', "s -> u").source.decode()
    model = read_model(
        text.replace(
            "<definitions ", '<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
        ).encode()
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    [incident] = engine.incidents(case)
    assert incident.element == "u"
    assert engine.work_items(case) == []


def test_what_got_stuck_in_a_part_that_is_given_up_is_no_worry_any_more(engine: Engine) -> None:
    nodes = (
        '<scriptTask id="a" scriptFormat="javascript"><script>throw new Error("no")</script></scriptTask>'
        '<boundaryEvent id="b" attachedToRef="a"><signalEventDefinition signalRef="sig"/></boundaryEvent>'
    )
    model = drawn(
        f'<startEvent id="s"/>{nodes}', "s -> a\nb -> u", users="u", roots='<signal id="sig" name="sig"/>'
    )
    case = engine.start(engine.deploy(model, by="ana"), by="ana")
    assert [i.element for i in engine.incidents(case)] == ["a"]
    engine.signal("sig")
    assert engine.incidents(case) == []
    assert [i.label for i in engine.work_items(case)] == ["u"]


def test_a_script_changes_variables(engine: Engine) -> None:
    nodes = '<scriptTask id="a" scriptFormat="javascript"><script>fee = base * 2;</script></scriptTask><endEvent id="e"/>'
    case = run(engine, nodes, "s -> a\na -> e", base=21)
    assert case.data == {"base": 21, "fee": 42}


def test_a_script_that_never_ends_is_an_incident(engine: Engine) -> None:
    case = run(
        engine,
        '<scriptTask id="a" scriptFormat="javascript"><script>while (true) {}</script></scriptTask>',
        "s -> a",
    )
    [incident] = engine.incidents(case)
    assert "250 ms" in incident.message


def test_a_python_script_is_refused(engine: Engine) -> None:
    model = drawn(
        START + '<scriptTask id="a" scriptFormat="python"><script>import os</script></scriptTask>', "s -> a"
    )
    with pytest.raises(NotExecutable) as caught:
        engine.deploy(model, by="ana")
    assert [p.element for p in caught.value.problems] == ["a"]
    assert engine.definitions() == []


def test_a_service_task_runs_its_handler_after_the_commit(engine: Engine) -> None:
    @engine.service_task("fee")
    def fee(data: dict[str, object]) -> dict[str, object]:
        return {"fee": 250, "seen": data["parcel"]}

    case = run(engine, '<serviceTask id="fee"/>', "s -> fee\nfee -> a", "a", parcel="44/2")
    assert engine.instance(case).data == {"parcel": "44/2", "fee": 250, "seen": "44/2"}
    assert labels(engine, case) == ["a"]
    assert engine.run_jobs() == 0


def test_a_service_task_nobody_handles_is_an_incident_that_can_be_retried(engine: Engine) -> None:
    case = run(engine, '<serviceTask id="fee" name="Fee"/>', "s -> fee\nfee -> a", "a")
    [incident] = engine.incidents(case)
    assert incident.label == "Fee" and "fee" in incident.message
    engine.service_task("fee")(lambda data: {"fee": 1})
    engine.retry(incident, by="ana")
    assert labels(engine, case) == ["a"]
    assert engine.incidents() == []


def test_a_failing_handler_is_tried_again_and_then_laid_aside(engine: Engine, clock: Clock) -> None:
    calls = []

    @engine.service_task("fee")
    def fee(data: dict[str, object]) -> None:
        calls.append(clock.now())
        raise ConnectionError("the register does not answer")

    case = run(engine, '<serviceTask id="fee"/>', "s -> fee\nfee -> a", "a")
    [incident] = engine.incidents(case)
    assert (len(calls), incident.kind, incident.element) == (1, "retrying", "fee")
    assert "It is tried again after a pause of 0.5 minutes." in incident.message
    for _ in range(5):
        clock.advance(timedelta(hours=1))
        engine.run_jobs()
    assert len(calls) == 4
    [incident] = engine.incidents(case)
    assert incident.kind == "job"
    assert "the register does not answer" in incident.message
    engine.resolve(incident, by="ana", data={"fee": 3})
    assert engine.instance(case).data == {"fee": 3}
    assert labels(engine, case) == ["a"]


def test_what_is_good_at_a_later_attempt_is_nobodys_worry(engine: Engine, clock: Clock) -> None:
    answers: list[dict[str, int] | None] = [None, {"fee": 3}]

    @engine.service_task("fee")
    def fee() -> dict[str, int]:
        answer = answers.pop(0)
        if answer is None:
            raise ConnectionError("the register does not answer")
        return answer

    case = run(engine, '<serviceTask id="fee"/>', "s -> fee\nfee -> a", "a")
    [incident] = engine.incidents(case)
    engine.retry(incident, by="ana")
    assert engine.incidents(case) == []
    assert labels(engine, case) == ["a"]


def test_who_waits_for_a_start_does_not_wait_for_the_next_attempt_of_a_service(engine: Engine) -> None:
    @engine.service_task("fee")
    def fee() -> None:
        raise ConnectionError("the register does not answer")

    model = drawn('<startEvent id="s"/><serviceTask id="fee"/>', "s -> fee")
    case = engine.start(engine.deploy(model, by="ana"), by="ana", wait=True)
    assert case.status == "running"
    assert [(i.element, i.kind) for i in engine.incidents(case)] == [("fee", "retrying")]


def test_a_bpmn_error_of_a_service_reaches_its_boundary(engine: Engine) -> None:
    @engine.service_task("fee")
    def fee(data: dict[str, object]) -> None:
        raise BpmnError("BAD", data={"why": "unknown person"})

    nodes = '<serviceTask id="fee"/><boundaryEvent id="b" attachedToRef="fee"><errorEventDefinition errorRef="err"/></boundaryEvent>'
    case = run(engine, nodes, "s -> fee\nfee -> a\nb -> c", "a c", roots='<error id="err" errorCode="BAD"/>')
    assert labels(engine, case) == ["c"]
    assert engine.instance(case).data["why"] == "unknown person"
    assert kinds(engine, case, "fee") == ["started", "failed"]


def test_an_operator_may_throw_an_error_at_a_work_item(engine: Engine) -> None:
    nodes = '<boundaryEvent id="b" attachedToRef="t"><errorEventDefinition errorRef="err"/></boundaryEvent>'
    case = run(engine, nodes, "s -> t\nt -> a\nb -> c", "t a c", roots='<error id="err" errorCode="BAD"/>')
    [item] = engine.work_items(case)
    engine.throw(item, code="BAD", by="ana")
    assert labels(engine, case) == ["c"]


MANY = '<multiInstanceLoopCharacteristics isSequential="{seq}"><extensionElements><gov:each {each}/></extensionElements>{more}</multiInstanceLoopCharacteristics>'


def many(each: str, *, seq: str = "false", more: str = "") -> str:
    return f'<userTask id="t" name="t">{MANY.format(seq=seq, each=each, more=more)}</userTask>'


def reviewed(engine: Engine, activity: str, **data: object):  # type: ignore[no-untyped-def]
    text = drawn(START + activity, "s -> t\nt -> a", users="a").source.decode()
    text = text.replace("</lane>", "<flowNodeRef>t</flowNodeRef></lane>")
    return engine.start(engine.deploy(read_model(text.encode()), by="ana"), by="ana", data=data)


EACH = 'collection="offices" item="office" outputCollection="answers" outputItem="answer"'


def test_a_parallel_multi_instance_offers_all_and_keeps_the_order_of_its_input(engine: Engine) -> None:
    case = reviewed(engine, many(EACH), offices=["water", "fire", "roads"])
    items = engine.work_items(case)
    assert len(items) == 3
    for item, answer in zip(reversed(items), ("third", "second", "first"), strict=True):
        engine.complete(item, by="ana", data={"answer": answer})
    assert engine.instance(case).data["answers"] == ["first", "second", "third"]
    assert "answer" not in engine.instance(case).data
    assert labels(engine, case) == ["a"]


def test_a_sequential_multi_instance_offers_one_at_a_time(engine: Engine) -> None:
    case = reviewed(engine, many(EACH, seq="true"), offices=["water", "fire"])
    assert len(engine.work_items(case)) == 1
    finish(engine, case, "t", answer=1)
    assert labels(engine, case) == ["t"]
    finish(engine, case, "t", answer=2)
    assert engine.instance(case).data["answers"] == [1, 2]
    assert labels(engine, case) == ["a"]


def test_an_empty_collection_goes_straight_on(engine: Engine) -> None:
    case = reviewed(engine, many(EACH), offices=[])
    assert labels(engine, case) == ["a"]
    assert engine.instance(case).data["answers"] == []


def test_a_completion_condition_withdraws_the_rest(engine: Engine) -> None:
    more = "<completionCondition>nrOfCompletedInstances >= 2</completionCondition>"
    case = reviewed(engine, many(EACH, more=more), offices=["a", "b", "c"])
    finish(engine, case, "t", answer=1)
    assert len(engine.work_items(case)) == 2
    finish(engine, case, "t", answer=2)
    assert labels(engine, case) == ["a"]
    assert kinds(engine, case, "t").count("cancelled") == 1


def test_something_that_is_no_collection_is_an_incident(engine: Engine) -> None:
    case = reviewed(engine, many(EACH), offices="water")
    [incident] = engine.incidents(case)
    assert incident.element == "t"
    engine.set_variables(case, {"offices": ["water"]}, by="ana", reason="a list is meant")
    engine.retry(incident, by="ana")
    assert labels(engine, case) == ["t"]


def test_a_standard_loop_repeats_while_its_condition_holds(engine: Engine) -> None:
    loop = "<standardLoopCharacteristics><loopCondition>again</loopCondition></standardLoopCharacteristics>"
    case = reviewed(engine, f'<userTask id="t" name="t">{loop}</userTask>')
    finish(engine, case, "t", again=True)
    assert labels(engine, case) == ["t"]
    finish(engine, case, "t", again=False)
    assert labels(engine, case) == ["a"]


def test_a_call_activity_runs_another_definition_at_its_pinned_version(engine: Engine) -> None:
    def called(extra: str) -> object:
        nodes = f'{START}<scriptTask id="x" scriptFormat="feel"><script>{{got: given, {extra}}}</script></scriptTask><endEvent id="e"/>'
        return drawn(nodes, "s -> x\nx -> e", key="called")

    caller = drawn(
        START + '<callActivity id="c" calledElement="called"/>', "s -> c\nc -> a", users="a", key="caller"
    )
    engine.deploy(called("v: 1"), by="ana")  # type: ignore[arg-type]
    definition = engine.deploy(caller, by="ana")
    engine.deploy(called("v: 2"), by="ana")  # type: ignore[arg-type]
    case = engine.start(definition, by="ana", data={"given": 7})
    assert engine.instance(case).data == {"given": 7, "got": 7, "v": 1}
    assert completed(engine, case) == ["s", "s", "x", "e", "c"]
    again = engine.deploy(caller, by="ana")
    assert again.version == 2
    assert engine.instance(engine.start(again, by="ana", data={"given": 7})).data["v"] == 2


def test_a_call_to_something_unknown_is_refused(engine: Engine) -> None:
    with pytest.raises(NotExecutable) as caught:
        engine.deploy(drawn(START + '<callActivity id="c" calledElement="nothing"/>', "s -> c"), by="ana")
    assert caught.value.element == "c"


def test_deploying_the_same_model_again_keeps_its_version(engine: Engine) -> None:
    model = drawn(START, "s -> a", users="a")
    first = engine.deploy(model, by="ana")
    assert engine.deploy(model, by="ben") == first
    other = engine.deploy(drawn(START, "s -> a\na -> b", users="a b"), by="ana")
    assert (other.key, other.version) == (first.key, 2)
    assert engine.definition("p").version == 2
    assert engine.definition("p", 1) == first


def test_every_reason_for_refusing_is_given_at_once(engine: Engine) -> None:
    nodes = START + (
        '<receiveTask id="g"/><callActivity id="h"/><scriptTask id="x" scriptFormat="python"><script>1</script></scriptTask>'
        '<exclusiveGateway id="y"/>'
    )
    with pytest.raises(NotExecutable) as caught:
        engine.deploy(drawn(nodes, "s -> g\ng -> h\nh -> x\nx -> y\ny -> a [a >]", users="a"), by="ana")
    assert {p.element for p in caught.value.problems} == {"g", "h", "x", "f5"}


def test_a_long_chain_runs(engine: Engine) -> None:
    count = 1500
    nodes = "".join(f'<task id="t{n}"/>' for n in range(count))
    ways = "\n".join(["s -> t0", *(f"t{n} -> t{n + 1}" for n in range(count - 1))])
    case = run(engine, nodes, ways)
    assert case.status == "completed"
    assert len(completed(engine, case)) == count + 1


@pytest.mark.slow
def test_a_loop_of_1200_rounds_is_counted_right(engine: Engine) -> None:
    nodes = (
        '<exclusiveGateway id="m"/><scriptTask id="t" scriptFormat="feel"><script>{n: n + 1}</script></scriptTask>'
        '<exclusiveGateway id="x" default="f4"/><endEvent id="e"/>'
    )
    case = run(engine, nodes, "s -> m\nm -> t\nt -> x\nx -> e\nx -> m [n < 1200]", n=0)
    assert case.status == "completed"
    assert case.data == {"n": 1200}
    assert completed(engine, case).count("t") == 1200


def test_a_model_that_runs_in_circles_is_stopped(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.spiff import patience

    monkeypatch.setattr(patience, "MOST_MOVES", 500)
    case = run(engine, '<exclusiveGateway id="m"/><task id="t"/>', "s -> m\nm -> t\nt -> m")
    assert case.status == "running"
    assert "without ever waiting" in engine.incidents(case)[0].message


def test_flows_helper_numbers_from_one() -> None:
    assert 'id="f1"' in flows("a -> b")


ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
MAPPED = "<extensionElements><zeebe:ioMapping>{}</zeebe:ioMapping></extensionElements>"


@pytest.mark.parametrize(
    "nodes",
    [
        f"""<manualTask id="t">{MAPPED.format('<zeebe:input source="=amuont" target="a"/>')}</manualTask>""",
        f"""<manualTask id="t">{MAPPED.format('<zeebe:output source="=amuont" target="a"/>')}</manualTask>""",
        '<scriptTask id="t"><extensionElements><zeebe:script expression="=amuont * 2" resultVariable="a"/></extensionElements></scriptTask>',
        '<manualTask id="t"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1]" inputElement="one" outputCollection="a" outputElement="=amuont"/></extensionElements></multiInstanceLoopCharacteristics></manualTask>',
    ],
)
def test_a_name_nobody_set_is_not_mapped_as_nothing(engine: Engine, nodes: str) -> None:
    model = drawn(f'{START}{nodes}<endEvent id="e"/>', "s -> t\nt -> e", attributes=ZEEBE)
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"amount": 21})
    [incident] = engine.incidents(case)
    assert incident.element == "t"
    assert "There is no variable “amuont”" in str(incident.message)
    engine.set_variables(case, {"amuont": 21}, by="ana", reason="misspelt in the model")
    engine.retry(incident, by="ana")
    assert engine.instance(case).status == "completed"


def test_a_value_that_is_known_to_be_missing_is_mapped(engine: Engine) -> None:
    inside = MAPPED.format('<zeebe:input source="=amount" target="a"/><zeebe:output source="=a" target="b"/>')
    model = drawn(f'{START}<manualTask id="t">{inside}</manualTask>', "s -> t", attributes=ZEEBE)
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"amount": None})
    assert case.data == {"amount": None, "b": None}


CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'


def test_each_work_item_of_many_shows_what_it_is_about(engine: Engine) -> None:
    each = (
        '<multiInstanceLoopCharacteristics camunda:collection="${parcels}" camunda:elementVariable="parcel"/>'
    )
    outer = '<multiInstanceLoopCharacteristics camunda:collection="${towns}" camunda:elementVariable="town"/>'
    inside = f'<startEvent id="s2"/><userTask id="u">{each}</userTask><sequenceFlow id="i" sourceRef="s2" targetRef="u"/>'
    nodes = f'{START}<subProcess id="sub">{outer}{inside}</subProcess>'
    case = engine.start(
        engine.deploy(drawn(nodes, "s -> sub", attributes=CAMUNDA), by="ana"),
        by="ana",
        data={"towns": ["Osh", "Naryn"], "parcels": [1, 2]},
    )
    seen = {(item.data["town"], item.data["parcel"]) for item in engine.work_items(case)}
    assert seen == {("Osh", 1), ("Osh", 2), ("Naryn", 1), ("Naryn", 2)}
    [following, *_rest] = [i for i in engine.work_items(case) if i.data["town"] == "Osh"]
    engine.complete(following, by="ana")
    assert {item.data["town"] for item in engine.work_items(case)} == {"Osh", "Naryn"}


def test_an_answer_that_stands_elsewhere_already_is_an_answer(engine: Engine) -> None:
    mapped = (
        '<camunda:inputOutput><camunda:inputParameter name="fee">${asked}</camunda:inputParameter>'
        '<camunda:outputParameter name="agreed">${fee}</camunda:outputParameter></camunda:inputOutput>'
        '<camunda:formData><camunda:formField id="fee" type="long"/></camunda:formData>'
    )
    nodes = f'{START}<userTask id="u" name="u"><extensionElements>{mapped}</extensionElements></userTask>'
    model = drawn(nodes, "s -> u", attributes=CAMUNDA)
    case = engine.start(engine.deploy(model, by="ana"), by="ana", data={"fee": 5, "asked": 7})
    [item] = engine.work_items(case)
    assert item.data["fee"] == 7
    finish(engine, case, "u", fee=5)
    assert engine.instance(case).data["agreed"] == 5
