"""A long job as its asker sees it: a page with its progress, and its state for the small script that follows it."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from modeler_api.auth.policy import allowed
from modeler_api.store import jobs
from modeler_api.store.jobs import Job
from modeler_api.translation import text
from modeler_api.wiring import door
from processes.text import Message, _

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")

TITLES: dict[str, Message] = {
    "simulate": _("Simulating cases"),
    "report": _("Making the report"),
    "compare": _("Comparing"),
}


@blueprint.get("/<job_id>")
@allowed("job.read")
def show(job_id: str) -> ResponseReturnValue:
    """How far the job has come; when it is done, the page it leads to."""
    job = _job(job_id)
    after = _next(job)
    if job.status == "done" and after:
        return redirect(after)
    return render_template("pages/job.html", job=job, title=text(TITLES.get(job.kind, _("Working"))))


@blueprint.get("/<job_id>/state")
@allowed("job.read")
def state(job_id: str) -> ResponseReturnValue:
    """The same as JSON."""
    job = _job(job_id)
    return jsonify(
        status=job.status,
        share=job.share,
        doing=job.doing,
        is_over=job.is_over,
        next=_next(job) or url_for("jobs.show", job_id=job.id),
    )


def _job(job_id: str) -> Job:
    return jobs.by_id(door().store, job_id) or abort(404)


def _next(job: Job) -> str | None:
    after = (job.result or {}).get("next")
    return after if isinstance(after, str) and after.startswith("/") and not after.startswith("//") else None
