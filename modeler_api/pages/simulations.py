"""Simulations of a procedure: asking for one, and the logs that came of them, marked as simulated wherever they go."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from modeler_api import event_logs, repository
from modeler_api.auth.policy import allowed
from modeler_api.auth.session import account
from modeler_api.file_name import named
from modeler_api.paging import page_asked
from modeler_api.repository import TO_BE, Kept
from modeler_api.simulation_world import WORLDS, read_amounts, worlds_of
from modeler_api.store import accounts, audit, jobs, logs, models
from modeler_api.store.models import ModelVersion
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("simulations", __name__, url_prefix="/procedures/<key>/simulations")

DEFAULTS = {"cases": 2000, "replications": 1, "seed": 1}

FORMS = {"xes": "application/xml", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


@blueprint.get("/")
@allowed("simulation.read")
def index(key: str) -> ResponseReturnValue:
    """The form, and the logs of the procedure."""
    return _page(_kept(key), typed={name: str(amount) for name, amount in DEFAULTS.items()})


@blueprint.post("/")
@allowed("simulation.run")
def ask(key: str) -> ResponseReturnValue:
    """Ask for a simulation and go to its progress."""
    kept = _kept(key)
    amounts, errors = read_amounts(request.form.to_dict(), defaults=DEFAULTS)
    version = models.by_id(door().store, request.form.get("version", ""))
    if version is None or version.key not in (key, key + TO_BE):
        errors["version"] = _("Choose the version to simulate.")
    world = request.form.get("world", "model")
    if world not in worlds_of(kept):
        errors["world"] = _("Choose where the times come from.")
    if errors or version is None:
        return _page(kept, typed=request.form.to_dict(), errors=errors), 422
    job = jobs.ask(
        door().store,
        kind="simulate",
        subject=key,
        arguments={"version": version.id, "world": world, **amounts},
        created_by=account().name,
    )
    return redirect(url_for("jobs.show", job_id=job.id), 303)


@blueprint.get("/<log_id>.<form>")
@allowed("log.export")
def download(key: str, log_id: str, form: str) -> ResponseReturnValue:
    """The log as a file; its name and its attributes say that it was simulated."""
    row = logs.by_id(door().store, log_id)
    if row is None or row.procedure != key or form not in FORMS:
        abort(404)
    path = event_logs.path_of(door(), row)
    if form == "parquet":
        content = path.read_bytes()
    else:
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder) / f"log.{form}"
            event_logs.stored(door(), row).log.write(written)
            content = written.read_bytes()
    audit.note(
        door().store,
        who=account().name,
        role=account().role,
        action="log.export",
        subject=f"{key} {log_id} {form}",
    )
    answer = Response(content, mimetype=FORMS[form])
    name = f"{key}-{row.variant}-{row.origin}-{row.cases}.{form}"
    named(answer, name)
    return answer


def _page(kept: Kept, *, typed: dict[str, str], errors: dict[str, Message] | None = None) -> str:
    rows = logs.of_procedure(door().store, kept.key)
    shown = page_asked(total=len(rows), size=15)
    numbered = {version.id: version for version in _versions(kept.key)}
    open_jobs = [job for job in jobs.of_subject(door().store, kept.key) if not job.is_over]
    return render_template(
        "pages/simulations.html",
        kept=kept,
        rows=rows[shown.offset : shown.offset + shown.size],
        shown=shown,
        versions=[(version.id, version_name(version)) for version in numbered.values()],
        numbered=numbered,
        version_name=version_name,
        variants=event_logs.VARIANTS,
        worlds=worlds_of(kept),
        all_worlds=WORLDS,
        open_jobs=open_jobs,
        people=accounts.full_names(door().store),
        typed=typed,
        errors=errors or {},
    )


def version_name(version: ModelVersion) -> Message:
    """A version as a field offers it."""
    words = (
        _("As it could be, version {number}: {name}")
        if version.key.endswith(TO_BE)
        else _("As it is, version {number}: {name}")
    )
    return words.format(number=version.number, name=version.name)


def _versions(key: str) -> list[ModelVersion]:
    found = [*models.versions(door().store, key), *models.versions(door().store, key + TO_BE)]
    return [version for version in found if not (version.key.endswith(TO_BE) and version.status == "retired")]


def _kept(key: str) -> Kept:
    return repository.find(door(), key) or abort(404)
