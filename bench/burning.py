"""A house on fire: servers, clocks and workers killed at random while they work, and what must hold afterwards.

Every actor is a forked process with an engine of its own.  What it was told is done, it notes in a file; so that
afterwards not only the database is asked whether it agrees with itself, but also whether it kept its word.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

PRELOADED = (
    "engine.engine",
    "engine.testing",
    "engine.spiff.build",
    "engine.spiff.normalise",
    "engine.spiff.freeze",
    "engine.spiff.advance",
    "engine.spiff.run",
    "engine.jobs.celery",
    "engine.jobs.fire_timers",
    "engine.jobs.run_service_task",
    "processes.model.model",
    "celery.apps.worker",
    "celery.worker",
    "kombu.transport.redis",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "alembic.command",
)
_fork = multiprocessing.get_context("fork")

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:gov="urn:kyzmat:gov:1" id="d"
 targetNamespace="urn:fire"><message id="m" name="done"/>"""
LANE = '<laneSet id="l{0}"><lane id="c{0}" name="clerks">{1}</lane></laneSet>'


def _process(key: str, users: str, nodes: str, ways: str) -> str:
    refs = "".join(f"<flowNodeRef>{user}</flowNodeRef>" for user in users.split())
    tasks = "".join(f'<userTask id="{user}" name="{user}"/>' for user in users.split())
    flows = "".join(
        f'<sequenceFlow id="{key}{n}" sourceRef="{way.split(">")[0]}" targetRef="{way.split(">")[1]}"/>'
        for n, way in enumerate(ways.split())
    )
    lane = LANE.format(key, refs) if users else ""
    return (
        f'{HEAD}<process id="{key}" isExecutable="true">{lane}{tasks}{nodes}{flows}</process></definitions>'
    )


#: Two people side by side, a service, a clock, a third person, a message that starts the next case.
FIRST = _process(
    "first",
    "a b c",
    """<startEvent id="s"/><parallelGateway id="split"/><parallelGateway id="join"/><serviceTask id="count"/>
    <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>PT0.2S</timeDuration></timerEventDefinition>
    </intermediateCatchEvent><endEvent id="e"><messageEventDefinition messageRef="m"/></endEvent>""",
    "s>split split>a split>b a>join b>join join>count count>t t>c c>e",
)
SECOND = _process(
    "second",
    "",
    '<startEvent id="s2"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="e2"/>',
    "s2>e2",
)
THIRD = _process("third", "", '<startEvent id="s3"/><endEvent id="e3"/>', "s3>e3")


@dataclass(kw_only=True)
class Outcome:
    """What happened, and everything that should not have."""

    kills: int
    cases: int = 0
    completions: int = 0
    restarts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def burn(
    url: str,
    folder: Path,
    *,
    broker: str | None = None,
    kills: int,
    seed: int = 7,
    accidents: dict[int, tuple[str, Callable[[], None]]] | None = None,
) -> Outcome:
    """Kill `kills` actors one after another while they work, then return what does not hold.

    `accidents` happen after so many kills: a name, and what to do.
    """
    began = time.monotonic()
    chance = random.Random(seed)
    told = folder / "told"
    told.touch()
    for module in PRELOADED:
        # Once here, and not in each actor after its fork: a fire spreads faster than that.
        import_module(module)
    _in_a_fork(_prepare, url)
    makers: list[Callable[[], BaseProcess]] = [
        *(lambda n=n: _actor(_serve, url, broker, told, seed * 100 + n) for n in range(2)),
        lambda: _actor(_keep_time, url, broker),
    ]
    if broker:
        makers += [lambda: _actor(_work, url, broker)] * 2
    actors = [make() for make in makers]
    outcome = Outcome(kills=kills)
    try:
        for number in range(kills):
            time.sleep(chance.uniform(0.1, 1.0))
            if accidents and number in accidents:
                name, act = accidents[number]
                act()
                outcome.restarts[name] += 1
            at = chance.randrange(len(actors))
            _kill(actors[at])
            actors[at] = makers[at]()
        time.sleep(0.5)
    finally:
        for actor in actors:
            _kill(actor)
    report = folder / "report"
    _in_a_fork(_look, url, str(told), str(report))
    found = json.loads(report.read_text(encoding="utf-8"))
    outcome.cases, outcome.completions = found["cases"], found["completions"]
    outcome.wrong, outcome.seconds = found["wrong"], time.monotonic() - began
    return outcome


def _actor(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    process = _fork.Process(target=_quietly, args=(target, *arguments), daemon=True)
    process.start()
    return process


def _quietly(target: Callable[..., None], *arguments: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    target(*arguments)


def _kill(actor: BaseProcess) -> None:
    if actor.pid is not None and actor.is_alive():
        os.kill(actor.pid, signal.SIGKILL)
    actor.join()


def _in_a_fork(target: Callable[..., None], *arguments: Any) -> None:
    process = _fork.Process(target=target, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        raise RuntimeError(f"{target.__name__} ended with {process.exitcode}")


def _engine(url: str, broker: str | None, *, later: timedelta | None = None) -> Any:
    from engine import Engine
    from engine.testing import Clock

    clock = Clock(datetime.now(UTC) + later) if later is not None else None
    jobs = {"jobs": "celery", "broker": broker} if broker else {}
    engine = Engine(url, clock=clock, **jobs)  # type: ignore[arg-type]  # the keywords of a dictionary
    engine.service_task("count")(lambda data: {"served": data.get("served", 0) + 1})
    return engine


def _prepare(url: str) -> None:
    from processes import read_model

    engine = _engine(url, None)
    for text in (FIRST, SECOND, THIRD):
        engine.deploy(read_model(text.encode()), by="fire")
    engine.add_trigger("first", "third", by="fire")
    engine.dispose()


def _serve(url: str, broker: str | None, told: Path, seed: int) -> None:
    """Do what people do: start cases under a key, complete what is open; note what was promised and what refused."""
    from engine import EngineError, OutcomeUnknown, WrongState

    chance = random.Random(f"{seed}:{os.getpid()}")
    engine = _engine(url, broker)
    out = os.open(told, os.O_WRONLY | os.O_APPEND)

    def say(*words: str) -> None:
        os.write(out, (" ".join(words) + "\n").encode())

    while True:
        try:
            if chance.random() < 0.25:
                key = f"{os.getpid()}-{chance.randrange(10**9)}"
                say("want", key)
                case = engine.start("first", by="fire", business_key=key, idempotency_key=key)
                say("started", key, case.id)
                continue
            open_ones = engine.work_items(limit=20)
            if not open_ones:
                continue
            item = chance.choice(open_ones)
            engine.complete(item, by="fire", data={f"done_{item.element}": True})
            say("completed", item.instance, item.element)
        except (WrongState, OutcomeUnknown):
            # Somebody else was faster, or the database went away at the last moment.
            continue
        except EngineError as error:
            say("refused", type(error).__name__, str(error).replace("\n", " "))
            time.sleep(0.1)
        except Exception as error:  # noqa: BLE001  # whatever a person would be shown is what is looked for
            say("raised", type(error).__name__, str(error).replace("\n", " ")[:200])
            time.sleep(0.1)


def _keep_time(url: str, broker: str | None) -> None:
    """Do what a clock does, more often than one would."""
    engine = _engine(url, broker)
    while True:
        try:
            engine.fire_timers()
            (engine.send_jobs if broker else engine.run_jobs)()
        except Exception:  # noqa: BLE001  # a clock outlives whatever happens to it
            time.sleep(0.1)
        time.sleep(0.02)


def _work(url: str, broker: str) -> None:
    from engine.jobs.celery import worker_application

    # It greets at length, as often as it is started.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    words = ["worker", "--pool=solo", "--loglevel=CRITICAL", "--without-gossip", "--without-mingle"]
    application = worker_application(lambda: _engine(url, broker), broker=broker)
    application.worker_main([*words, "--without-heartbeat", f"--hostname=fire-{os.getpid()}@here"])


def _look(url: str, told: str, report: str) -> None:
    """Let what was left lying be done, as the next morning would, and write down whatever does not hold."""
    engine = _engine(url, None, later=timedelta(hours=1))
    wrong: list[str] = []
    words = [line.split(" ") for line in Path(told).read_text(encoding="utf-8").splitlines()]
    # What is under way when the lights go out is found by the clocks of the next morning.
    _catch_up(engine)
    promised = {word[2] for word in words if word[0] == "started"}
    for word in words:
        if word[0] == "raised" and not _is_of_the_accident(word):
            wrong.append("shown to a person: " + " ".join(word[1:]))
        if word[0] == "refused" and not _is_of_the_accident(word):
            wrong.append("refused: " + " ".join(word[1:]))
    for key in {word[1] for word in words if word[0] == "want"}:
        engine.start("first", by="fire", business_key=key, idempotency_key=key)
    _catch_up(engine)
    cases = engine.instances("first", limit=1_000_000)
    if not promised <= {case.id for case in cases}:
        wrong.append("a case that was promised is not there")
    twice = [key for key, n in Counter(case.business_key for case in cases).items() if n > 1]
    wrong += [f"started twice: {key}" for key in twice]
    done = {case.id: _check(engine, case, wrong) for case in cases}
    completions = 0
    for word in words:
        if word[0] == "completed":
            completions += 1
            if word[2] not in done.get(word[1], []):
                wrong.append(f"{word[1]}: {word[2]} was promised and is not done")
    _finish(engine, cases, wrong)
    Path(report).write_text(
        json.dumps({"cases": len(cases), "completions": completions, "wrong": wrong[:50]}), encoding="utf-8"
    )
    engine.dispose()


def _catch_up(engine: Any) -> None:
    """Do what is due until nothing is; a clock that stands still is helped over the short pauses."""
    while engine.run_jobs() + engine.fire_timers():
        engine._shop.clock.advance(timedelta(seconds=1))
    engine._shop.clock.advance(timedelta(seconds=1))
    engine.fire_timers()
    engine.run_jobs()


def _is_of_the_accident(word: list[str]) -> bool:
    """Whether an error is what anybody is told while the database itself is away."""
    # An engine that is just being opened says that there is no database; one at work says what its driver says.
    return word[1] in ("OperationalError", "InvalidArgument") and any(
        part in " ".join(word) for part in ("connection", "starting", "shutting", "terminating")
    )


def _check(engine: Any, case: Any, wrong: list[str]) -> list[str]:
    """Compare where a case is with what its history says; return what is done in it."""
    if (broken := engine.verify(case)) is not None:
        wrong.append(f"{case.id}: record {broken} does not follow")
    records = engine.history(case)
    done = [r.element for r in records if r.kind == "completed" and r.element]
    if len(done) != len(set(done)):
        wrong.append(f"{case.id}: done twice: {done}")
    expected = {"a", "b"} - set(done) if "split" in done else set()
    if "t" in done and "c" not in done:
        expected = {"c"}
    items = sorted(item.element for item in engine.work_items(case))
    if items != sorted(expected):
        wrong.append(f"{case.id}: open {items}, expected {sorted(expected)}")
    if "join" in done and "t" not in done:
        wrong.append(f"{case.id}: rests between people: {done}")
    if "count" in done and case.data.get("served") != 1:
        wrong.append(f"{case.id}: served {case.data.get('served')} times")
    if (case.status == "completed") != ("e" in done):
        wrong.append(f"{case.id}: {case.status}, but {done}")
    return done


def _finish(engine: Any, cases: list[Any], wrong: list[str]) -> None:
    """Take every case to its end: it can be, and what follows it has happened once."""
    for case in cases:
        for _ in range(5):
            for item in engine.work_items(case):
                engine.complete(item, by="after")
            _catch_up(engine)
    for case in cases:
        if engine.instance(case).status != "completed":
            wrong.append(f"{case.id}: cannot be completed")
    by_key = Counter(i.business_key for i in engine.instances("second", limit=1_000_000))
    after = Counter(
        engine.history(i)[0].data.get("after") for i in engine.instances("third", limit=1_000_000)
    )
    for case in cases:
        if by_key[case.business_key] != 1:
            wrong.append(f"{case.id}: its message started {by_key[case.business_key]} cases")
        if after[case.id] != 1:
            wrong.append(f"{case.id}: {after[case.id]} cases followed it")
    if incidents := engine.incidents():
        wrong.append(f"incidents: {[str(i.message) for i in incidents][:5]}")
