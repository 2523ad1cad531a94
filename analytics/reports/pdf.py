"""A report as a PDF (PDF/UA, A4), typeset with our own typeface, which has the Kyrgyz letters."""

from __future__ import annotations

import json
import re
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from analytics.diagram_picture import svg
from analytics.reporting import a_year, saving_in_words
from analytics.reports import reports
from analytics.reports.html import shown
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.procedure_report import Cell, Report, Translate


@reports.register
def pdf(report: Report, translate: Translate) -> bytes:
    """Return the report as a PDF; the words come as data, so nothing in them is taken for markup."""
    import typst

    folder = files("analytics.reports")
    template = folder.joinpath("page.typ").read_bytes()
    data = json.dumps(_values(report, translate), ensure_ascii=False)
    with as_file(folder.joinpath("fonts")) as fonts:
        made: Any = typst.compile(  # type: ignore[misc]  # typst's stubs leave the answer's type open
            template,
            sys_inputs={"report": data},
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    if not isinstance(made, bytes):
        raise TypeError("typst returned pages instead of a document")
    return made


def _values(report: Report, translate: Translate) -> dict[str, Any]:
    say = translate
    language = say(_("en (the tag of this language)")).split(" ")[0]
    within = breakable if language == "ky" else str

    def cell(value: Cell) -> str:
        if value is None:
            return say(_("unknown"))
        return say(value) if isinstance(value, str) else shown(value, language)

    # What has no colour says nothing: how often each step happened is known of every log.
    title, heat = _("Where cases wait"), report.heat.get("wait")
    if heat is not None and not any(step.level for step in heat.values()):
        title, heat = _("How often each step happens"), report.heat.get("frequency")
    heading = say(title)
    origins = {"simulated": _("simulated"), "measured": _("measured")}
    sure: dict[str, Message] = {
        "high": _("high confidence"),
        "medium": _("medium confidence"),
        "low": _("low confidence"),
    }
    return {
        "language": language,
        "kind": say(_("Report on a procedure")),
        "title": say(report.title),
        "opening": say(report.opening) if report.opening is not None else None,
        "numbers": [
            {
                "label": say(n.label),
                "value": cell(n.value),
                "unit": say(n.unit) if n.value is not None else "",
                "n": f"n = {shown(n.n, language)} · {say(origins[n.origin])}",
            }
            for n in report.numbers
        ],
        "facts": [[say(label), cell(value)] for label, value in report.facts],
        "diagram": svg(report.model, heat, heading, translate) if report.model is not None and heat else "",
        "diagram_title": heading,
        "sections": [
            {
                "title": say(s.title),
                "note": say(s.note) if s.note is not None else None,
                "head": [within(say(h)) for h in s.head],
                "rows": [[cell(c) for c in row] for row in s.rows],
                "numeric": [
                    all(isinstance(row[i], (int, float)) or row[i] is None for row in s.rows)
                    for i in range(len(s.head))
                ],
            }
            for s in report.sections
        ],
        "findings_title": say(
            _("{count} findings, the largest saving first").format(count=len(report.findings))
        ),
        "findings": [
            {
                "claim": say(f.claim),
                "sure": say(sure[f.confidence]),
                "saving": "; ".join(
                    [say(part) for part in (*saving_in_words(f.saving), a_year(f)) if part is not None]
                ),
                "formula": say(f.saving.formula) if f.saving.formula is not None else None,
                "evidence": [say(e.text) for e in f.evidence],
                "refutation": say(_("It would be refuted by:")) + " " + say(f.refutation)
                if f.refutation is not None
                else None,
            }
            for f in report.findings
        ],
    }


#: Where a Kyrgyz word may break: before a consonant and its vowel, behind a vowel or another consonant.
_SYLLABLE = re.compile(r"(?<=[^\W\d_]{2})(?=[бвгджзйклмнңпрстфхцчшщ][аеёиоөуүыэюя]\w)", re.IGNORECASE)


def breakable(words: str) -> str:
    """Return Kyrgyz words with soft hyphens where a line may break within them: the typesetter knows no Kyrgyz.

    >>> breakable("Кызматкерлер алек").replace("\xad", "-")
    'Кыз-мат-кер-лер алек'
    """
    return _SYLLABLE.sub("\xad", words)
