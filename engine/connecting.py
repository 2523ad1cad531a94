"""Connectors at work: from a job and its parameters to what the other side said, once.

What came of a call is written before the case goes on: a job that is run again after a crash finds it there and does
not act a second time.  Between acting and writing nothing can be certain; there the job's id, the same at every
attempt, lets the other side see that it has been asked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from engine import running
from engine.connectors import PREFIX, connectors
from engine.connectors._call import Call, ConnectorRefused, ConnectorUnavailable, Means, parameters
from engine.connectors._secrets import hide
from engine.plain_values import plain
from engine.store import documents, instances, lookups, outbox
from processes.text import Message, _

if TYPE_CHECKING:
    from engine.store import Unit
    from engine.workshop import Workshop
    from processes.model.elements import Element


def name_of(topic: str) -> str | None:
    """Return the name of the connector a topic chooses, None when it chooses none."""
    return topic.removeprefix(PREFIX) if topic.startswith(PREFIX) else None


def call_of(shop: Workshop, unit: Unit, job: Mapping[str, Any]) -> Call | None:
    """Return the call a job asks for, None when its activity is gone."""
    live = running.load(shop, unit, job["instance"], only=job["task"])
    task = live.tree.tasks.get(job["task"])
    if task is None:
        return None
    element = task.task_spec.node.element
    seen = live.advance.variables(task)
    return Call(
        job=job["id"],
        instance=live.row.id,
        business_key=live.row.business_key,
        element=element.id,
        label=element.label,
        given={target: seen.get(target) for _source, target in element.inputs},
        asked_by=instances.last_person(unit, job["instance"]) or live.row.started_by,
        at=shop.now(),
        connections=shop.connections,
        means=means(shop, live.row.id),
    )


def perform(shop: Workshop, name: str, call: Call) -> dict[str, Any]:
    """Return what a connector gives for a call, acting only the first time it is called with its job's id.

    Raises `ConnectorRefused`, `ConnectorUnavailable` or `BpmnError`; no message of theirs holds a secret.
    """
    with shop.store.read() as unit:
        before = outbox.remembered(unit, "connector", call.job, of=[name])
    if before is not None:
        return dict(before)
    secrets = call.connections.secrets
    try:
        made = plain(hide(dict(connectors[name](call)), secrets))
    except (ConnectorRefused, ConnectorUnavailable) as error:
        error.message = _hidden(error.message, secrets)
        error.args = (str(error.message),)
        raise

    def write(unit: Unit) -> dict[str, Any]:
        known = outbox.remembered(unit, "connector", call.job, of=[name])
        if known is None:
            outbox.remember(unit, "connector", call.job, made, of=[name], at=shop.now())
        return dict(known or made)

    return shop.write(write)


def _hidden(message: Message, secrets: Mapping[str, str]) -> Message:
    values = {
        key: hide(value, secrets) if isinstance(value, str) else value
        for key, value in message.values.items()
    }
    return Message(message.template).format(**values) if values else message


def means(shop: Workshop, instance: str) -> Means:
    """Return what a connector may do for an instance besides talking."""

    def keep(job: str, name: str, media_type: str, content: bytes) -> Mapping[str, Any]:
        # The job's id makes the document's: the same job makes the same document.
        id_ = sha256(f"document:{job}".encode()).hexdigest()
        kept = shop.write(
            lambda unit: documents.keep(
                unit, id_, instance=instance, name=name, media_type=media_type, content=content, at=shop.now()
            )
        )
        return {"id": kept.id, "name": kept.name, "media_type": kept.media_type, "bytes": len(kept.content)}

    def read(id_: str) -> tuple[str, str, bytes]:
        with shop.store.read() as unit:
            found = documents.get(unit, id_)
        if found is None or found.instance != instance:
            raise ConnectorRefused(_("The case has no document “{id}”.").format(id=id_[:64]))
        return found.name, found.media_type, found.content

    return Means(
        keep_document=keep,
        read_document=read,
        note_lookup=lambda row: shop.write(lambda unit: lookups.note(unit, row)),
        answer_lookup=lambda id_, outcome: shop.write(
            lambda unit: lookups.answer(unit, id_, outcome, at=shop.now())
        ),
    )


def problems(element: Element) -> list[Message]:
    """Return why the connector a service task chooses cannot be called: unknown, or with the wrong parameters."""
    name = name_of(element.topic or "")
    if name is None:
        return []
    if name not in connectors:
        close = get_close_matches(name, list(connectors), n=2, cutoff=0.5) or list(connectors)
        text = _("“{label}” chooses the connector “{name}”, which there is not. There are: {names}.")
        return [text.format(label=element.label, name=name, names=", ".join(close))]
    required, optional = parameters(connectors[name])
    given = {target for _source, target in element.inputs}
    found = []
    missing = [each for each in required if each not in given]
    if missing:
        text = _("“{label}” does not give the connector “{name}” its parameters: {names}.")
        found.append(text.format(label=element.label, name=name, names=", ".join(missing)))
    unknown = sorted(given - {*required, *optional})
    if unknown:
        text = _("“{label}” gives the connector “{name}” parameters it does not know: {names}.")
        found.append(text.format(label=element.label, name=name, names=", ".join(unknown)))
    return found
