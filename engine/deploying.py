"""Deploying: from a model to a definition that can be started, or to every reason why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine import arguments, connecting, deciding, staging, timers
from engine.definition import Definition
from engine.errors import NotExecutable, UnknownDefinition
from engine.expressions import feel
from engine.identifiers import new_id
from engine.store import decisions, definitions, waiting
from processes.model.duties import unknown_duties
from processes.model.elements import EventDefinition, Process
from processes.model.executable import not_callable
from processes.model.executable import problems as not_executable
from processes.model.form_schema import expressions as form_expressions
from processes.model.refusal import unsaid_refusals
from processes.problem import Problem
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.store import Unit
    from engine.workshop import Workshop
    from processes import Model
    from processes.model.elements import Element


def deploy(
    shop: Workshop,
    unit: Unit,
    models: Sequence[Model],
    *,
    by: str,
    stage: staging.Terms | None = None,
    rehearsing: bool = False,
) -> list[Definition]:
    """Write a definition for each process of `models`; unchanged ones keep their version.

    With the terms of a `stage`, only some new cases follow what is new. Raises `NotExecutable` with every reason of
    every model at once, and `WrongState` while another version is staged; then nothing is written. A
    rehearsal, never kept, may go on while another is staged.
    """
    together = {process.id: model for model in models for process in model.processes.values()}
    together |= {task: model for model in models for task in model.global_tasks}
    found = [problem for model in models for problem in problems(unit, model, together)]
    if found:
        raise NotExecutable(found)
    processes = [(model, process) for model in models for process in _runnable(model)]
    new = {process.id: _next(shop, unit, model, process, by) for model, process in processes}
    deployed = dict(new)
    for model, process in processes:
        before = _latest(unit, process.id)
        if before is not None and before.digest == model.digest:
            deployed[process.id] = before
    while changed := [
        process.id
        for model, process in processes
        if deployed[process.id] is not new[process.id]
        and definitions.bundle_of(unit, deployed[process.id].id) != _bundle(unit, model, process, deployed)
    ]:
        # What calls a process that has a new version is itself new: versions are pinned.
        deployed.update((key, new[key]) for key in changed)
    fresh = []
    for model, process in processes:
        definition = deployed[process.id]
        if definition is new[process.id]:
            bundle = _bundle(unit, model, process, deployed)
            definitions.add(
                unit, definition, content=model.source, file=model.file or model.name, bundle=bundle
            )
            fresh.append(definition)
    if not rehearsing:
        staging.refuse_second(unit, fresh)
    if stage is not None:
        staging.open_stage(shop, unit, models, fresh, stage, by=by)
    else:
        for definition in fresh:
            _listen_for_starts(shop, unit, definition)
    return [deployed[model.main_process.id] for model in models]


def find(unit: Unit, definition: Definition | str, version: int | None = None) -> Definition:
    """Return a definition by its id, its key or its procedure's code; raises `UnknownDefinition`."""
    name = arguments.text("definition", definition.id if isinstance(definition, Definition) else definition)
    found = definitions.by_id(unit, name) or definitions.by_key(unit, name, version)
    if found is None:
        raise UnknownDefinition(name, [d.key for d in definitions.all_of(unit)])
    return found


def _runnable(model: Model) -> list[Process]:
    main = model.main_process
    others = [p for p in model.processes.values() if p is not main and p.executable is not False]
    # A task outside of any process is called from other files as if it were a process of that one task.
    tasks = [Process(id=t.id, name=t.name, line=t.line) for t in model.global_tasks.values()]
    return [main, *[p for p in others if any(e.process == p.id for e in model.elements.values())], *tasks]


def _next(shop: Workshop, unit: Unit, model: Model, process: Process, by: str) -> Definition:
    code = model.procedure.code if model.procedure is not None else None
    return Definition(
        id=new_id(),
        key=process.id,
        version=definitions.last_number(unit, process.id) + 1,
        digest=model.digest,
        name=process.name or model.name,
        code=code if process is model.main_process else None,
        main=process is model.main_process,
        deployed_at=shop.now(),
        deployed_by=by,
    )


def _latest(unit: Unit, key: str) -> Definition | None:
    found = definitions.by_key(unit, key)
    return found if found is not None and found.key == key else None


def _bundle(unit: Unit, model: Model, process: Process, deployed: Mapping[str, Definition]) -> dict[str, str]:
    bundle = {}
    for element in model.elements.values():
        name = element.called_element
        if (
            element.process != process.id
            or element.type != "CallActivity"
            or not name
            or name in model.processes
            or name in model.global_tasks
        ):
            continue
        target = deployed.get(name) or definitions.by_key(unit, name)
        if target is not None:
            bundle[name] = target.id
    return bundle | deciding.bundle(unit, model)


def _listen_for_starts(shop: Workshop, unit: Unit, definition: Definition) -> None:
    waiting.withdraw_starts(unit, definition.key)
    plan = shop.specification(unit, definition.id).plan
    now = shop.now()
    common = {"instance": None, "definition": definition.id, "definition_key": definition.key, "task": None}
    for key in plan.containers[plan.root].event_starts:
        element = plan.nodes[key].element
        triggers = element.event_definitions or (EventDefinition(type="Message", name=element.message),)
        for event in triggers:
            if event.type == "Timer":
                due = timers.due(
                    event.expression or "",
                    event.timer_kind or "duration",
                    {},
                    now=now,
                    working=event.working,
                    calendar=shop.calendar,
                )
                timer = {"id": new_id(), "element": element.id, "due": due.at, "remaining": due.remaining}
                rounds = {
                    "interval": due.interval,
                    "working": event.working,
                    "missed": event.missed or "all",
                }
                waiting.set_timers(unit, [common | timer | rounds])
            elif event.type in ("Message", "Signal"):
                start = {
                    "id": new_id(),
                    "kind": event.type.lower(),
                    "name": event.name or event.reference or "",
                    "key": None,
                    "business_key": None,
                    "element": element.id,
                    "created": now,
                }
                waiting.subscribe(unit, [common | start])


def problems(unit: Unit, model: Model, together: Mapping[str, Model]) -> list[Problem]:
    """Return every reason why `model` cannot be run: the drawing's, its expressions' and its calls'."""
    found = [*not_executable(model), *unknown_duties(model), *unsaid_refusals(model)]
    texts = list(_expressions(model))
    errors = feel.syntax_errors([text for _owner, text in texts])
    for (owner, text), error in zip(texts, errors, strict=True):
        if error is not None:
            sentence = _("The expression “{text}” of “{label}” is not FEEL, at “{error}”.")
            found.append((owner, sentence.format(text=text, label=model.label(owner), error=error)))
    for element in model.elements.values():
        for definition in element.event_definitions:
            text = (definition.expression or "").strip()
            if definition.missed is not None and definition.missed not in timers.MISSED:
                sentence = _(
                    "The timer of “{label}” says “{missed}” of missed rounds: it is all, once or skip."
                )
                found.append((element.id, sentence.format(label=element.label, missed=definition.missed)))
            if definition.type == "Timer" and text and not text.startswith("="):
                reason = (
                    timers.literal_problem(text, definition.timer_kind or "")
                    if _looks_literal(text)
                    else None
                )
                if reason:
                    sentence = _("The timer of “{label}” cannot be read: {reason}")
                    found.append((element.id, sentence.format(label=element.label, reason=reason)))
        found.extend((element.id, message) for message in connecting.problems(element))
        if element.decision and deciding.is_computed(element.decision):
            sentence = _("“{label}” asks for a decision whose name is computed.")
            found.append((element.id, sentence.format(label=element.label)))
        elif element.decision and decisions.by_key(unit, element.decision) is None:
            sentence = _("“{label}” asks for the decision “{name}”, which is not deployed.")
            found.append((element.id, sentence.format(label=element.label, name=element.decision)))
        name = element.called_element
        calls = element.type == "CallActivity" and name and not name.startswith(("=", "$", "#"))
        calls = calls and name not in model.global_tasks
        if calls and name and name not in together and definitions.by_key(unit, name) is None:
            sentence = _("“{label}” calls “{name}”, which is not deployed.")
            found.append((element.id, sentence.format(label=element.label, name=name)))
        elif calls and name and name in together and name not in model.processes:
            reason = not_callable(together[name], name, element.label)
            found += [(element.id, reason)] if reason is not None else []
    return [_problem(model, element_id, message) for element_id, message in found]


def _looks_literal(text: str) -> bool:
    return text[:1] in "PR" or text[:4].isdigit() or timers.is_cron(text)


def _problem(model: Model, element_id: str, message: Message) -> Problem:
    noun = model.elements.get(element_id) or model.flows.get(element_id) or model.global_tasks.get(element_id)
    line = noun.line if noun is not None else None
    return Problem(
        rule="not_executable",
        severity="error",
        element=element_id,
        label=model.label(element_id),
        message=message,
        line=line,
    )


def _expressions(model: Model) -> Iterator[tuple[str, str]]:
    """Yield (element or flow id, FEEL text) for everything that is evaluated while the model runs."""
    for flow in model.flows.values():
        if flow.condition:
            yield flow.id, flow.condition
    procedure = model.procedure
    if procedure is not None and procedure.on_limit_data:
        yield model.main_process.id, procedure.on_limit_data
    for element in (*model.elements.values(), *model.global_tasks.values()):
        yield from ((element.id, text) for text in _of(element) if text)
        if element.form in model.forms:
            yield from ((element.id, text) for text in form_expressions(model.forms[element.form or ""]))


def _of(element: Element) -> Iterator[str]:
    many = element.multi_instance
    if many is not None:
        texts = (many.cardinality, many.collection, many.output_item, many.completion_condition)
        yield from (text for text in texts if text)
        yield from (condition for condition, _event in many.events if condition)
    if (element.called_element or "").startswith("="):
        yield element.called_element or ""
    conditions = (element.loop_condition, element.activation_condition, element.completion_condition)
    yield from (text for text in (*conditions, element.loop_maximum, element.correlation_key) if text)
    yield from (source for source, _target in (*element.inputs, *element.outputs))
    yield from (source for source, _target in element.sets_at_start)
    if element.step is not None:
        yield from (text for text in (element.step.on_limit_data, element.step.refuses_when) if text)
    moves = (*element.data_inputs, *element.data_outputs)
    yield from (move.source for move in moves if move.is_computed)
    script = element.script
    if script is not None and script.language.strip().lower() in ("feel", "application/feel", "text/feel"):
        yield script.text
    for definition in element.event_definitions:
        if definition.correlation_key:
            yield definition.correlation_key
        text = (definition.expression or "").strip()
        if text and definition.type == "Conditional":
            yield text
        if text and definition.type == "Timer" and not timers.is_literal(text) and not _looks_literal(text):
            yield text
