"""The page of a decision: everything it and its parts are drawn from."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from modeler_api.decisions.beside import DecisionFile, decisions_in
from modeler_api.decisions.look import Table, said_of, tables
from modeler_api.decisions.names import asked_of_decision
from modeler_api.decisions.questions import answered, asked
from modeler_api.decisions.saving import together
from modeler_api.decisions.trials import Result, Sample, read_samples, run
from modeler_api.decisions.words import decision_words
from modeler_api.drawing import xml_text
from modeler_api.expressions.help import help_with_feel
from modeler_api.repository import Kept
from processes.errors import NotDmn
from processes.text import Message, _

HIT_POLICIES = (
    ("UNIQUE", _("Unique: one rule at most matches")),
    ("FIRST", _("First: the first rule that matches decides")),
    ("ANY", _("Any: rules that match agree")),
    ("PRIORITY", _("Priority: the answer that stands first in the list of values")),
    ("RULE ORDER", _("Rule order: every answer, in the order of the rules")),
    ("OUTPUT ORDER", _("Output order: every answer, in the order of the values")),
    ("COLLECT", _("Collect: every answer")),
    ("COLLECT SUM", _("Collect: the sum of the answers")),
    ("COLLECT MIN", _("Collect: the least answer")),
    ("COLLECT MAX", _("Collect: the greatest answer")),
    ("COLLECT COUNT", _("Collect: how many answers")),
)


def page(
    kept: Kept,
    file: DecisionFile,
    *,
    chosen: str = "",
    tried: tuple[Sample, Result] | None = None,
    errors: dict[str, Message] | None = None,
) -> str:
    """The page of one decision; `tried` is what was tried on it, `errors` what could not be done."""
    given = context(kept, file, chosen=chosen, tried=tried)
    data = {
        "xml": xml_text(file.source),
        "revision": file.revision,
        "words": decision_words(),
        "rules": rules_said(file),
        "known": known(file),
    }
    return render_template(
        "pages/decision.html", **given, data=data, feel=help_with_feel(), errors=errors or {}
    )


def context(
    kept: Kept, file: DecisionFile, *, chosen: str = "", tried: tuple[Sample, Result] | None = None
) -> dict[str, Any]:
    """Everything the page and its parts are drawn from."""
    model = file.model
    shown = tables(model) if model else []
    chosen = chosen or request.args.get("decision", "")
    if model and chosen not in model.decisions:
        chosen = _last(model)
    questions = asked(model, chosen) if model and chosen else ()
    fields = answered(model, chosen) if model and chosen else ()
    rows = [each for each in read_samples(file.samples) if each.decision == chosen]
    refused = None
    if model is None:
        try:
            decisions_in(file.source)
        except NotDmn as error:
            refused = error
    return {
        "kept": kept,
        "file": file,
        "refused": refused,
        "tables": shown,
        "choices": [(each.id, each.name) for each in model.decisions.values()] if model else [],
        "chosen": chosen,
        "questions": questions,
        "fields": fields,
        "said": said_of(model, together(kept, file)) if model else [],
        "rows": [(sample, run(together(kept, file), sample)) for sample in rows] if model else [],
        "tried": tried,
        "matched": tried[1].rules if tried else {},
        "policies": HIT_POLICIES,
        "hit_of": lambda logic: " ".join(filter(None, (logic["hit"], logic["aggregation"]))),
    }


def known(file: DecisionFile) -> dict[str, list[dict[str, Any]]]:
    """For each decision of the file the names that its cells can ask for."""
    if file.model is None:
        return {}
    return {id_: asked_of_decision(asked(file.model, id_)) for id_ in file.model.decisions}


def _last(model: Any) -> str:
    """The decision no other one rests on: what the file is for."""
    needed = {each.rpartition("#")[2] for one in model.content["decisions"] for each in one["requires"]}
    free = [id_ for id_ in model.decisions if id_ not in needed]
    return next(iter(free or model.decisions), "")


def parts(kept: Kept, file: DecisionFile) -> dict[str, str]:
    """The parts of the page that follow what is drawn."""
    given = context(kept, file)
    return {
        "said": render_template("pages/_decision_said.html", **given),
        "tables": tables_html(given),
        "samples": render_template("pages/_decision_samples.html", **given),
    }


def tables_html(given: dict[str, Any]) -> str:
    """The plain tables of the page."""
    return render_template("pages/_decision_tables.html", **given)


def ids(shown: Table, matched: Any) -> list[str]:
    """The ids of the rules of a table that matched."""
    numbers = matched.get(shown.id, ()) if shown.is_table else ()
    return [shown.logic["rules"][number - 1]["id"] for number in numbers]


def rules_said(file: DecisionFile) -> list[str]:
    """The ids of the rules something is said of, for the drawing program to mark."""
    model = file.model
    if model is None:
        return []
    by_id = {each.id: each for each in tables(model) if each.is_table}
    found = [
        by_id[each.decision].logic["rules"][number - 1]["id"]
        for each in said_of(model)
        if each.decision in by_id
        for number in each.rules
    ]
    return list(dict.fromkeys(found))
