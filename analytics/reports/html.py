"""A report as one HTML file: nothing is fetched from anywhere, it prints, and it needs no script."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from analytics.diagram_picture import SCALE, svg
from analytics.heat import MODES
from analytics.reporting import a_year, saving_in_words
from analytics.reports import reports
from processes.text import Message, _

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.procedure_report import Cell, KeyNumber, Report, Section, Translate


@reports.register
def html(report: Report, translate: Translate) -> bytes:
    """Return the report as a self-contained page."""
    page = _Page(report, translate)
    return page.text().encode()


class _Page:
    def __init__(self, report: Report, translate: Translate) -> None:
        self.report = report
        self.translate = translate

    def say(self, message: str) -> str:
        return escape(self.translate(message))

    def text(self) -> str:
        style = _faces() + files("analytics.reports").joinpath("page.css").read_text(encoding="utf-8")
        title = self.say(self.report.title)
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8"><title>{title}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<style>{style}</style></head><body><main>"
            f"<header><p class=kind>{self.say(_('Report on a procedure'))}</p><h1>{title}</h1>"
            f"{self._opening()}{self._numbers()}</header>"
            f"{self._facts()}{self._diagrams()}"
            f"{''.join(self._section(s) for s in self.report.sections if s.name in ('activities', 'comparison'))}"
            f"{self._findings()}"
            f"{''.join(self._section(s) for s in self.report.sections if s.name not in ('activities', 'comparison'))}"
            "</main></body></html>"
        )

    @property
    def language(self) -> str:
        return self.translate(_("en (the tag of this language)")).split(" ")[0]

    def _opening(self) -> str:
        return (
            f"<p class=opening>{self.say(self.report.opening)}</p>" if self.report.opening is not None else ""
        )

    def _numbers(self) -> str:
        return (
            "<div class=numbers>" + "".join(map(self._number, self.report.numbers)) + "</div>"
            if self.report.numbers
            else ""
        )

    def _number(self, number: KeyNumber) -> str:
        value = shown(number.value, self.language) if number.value is not None else self.say(_("unknown"))
        unit = f" <span>{self.say(number.unit)}</span>" if number.value is not None else ""
        origin = {"simulated": _("simulated"), "measured": _("measured")}[number.origin]
        return (
            f'<div class="number {number.origin}"><p class=label>{self.say(number.label)}</p>'
            f"<p class=value>{value}{unit}</p>"
            f"<p class=n>n = {shown(number.n, self.language)} · {self.say(origin)}</p></div>"
        )

    def _facts(self) -> str:
        rows = "".join(
            f"<div><dt>{self.say(label)}</dt><dd>{self._cell(value)}</dd></div>"
            for label, value in self.report.facts
        )
        return f"<dl class=facts>{rows}</dl>" if rows else ""

    def _diagrams(self) -> str:
        names = {
            "wait": _("Where cases wait"),
            "work": _("Where people work"),
            "frequency": _("How often each step happens"),
            "breach": _("Where the limit is broken"),
            "cost": _("What each step costs the office"),
            "fee": _("What applicants pay at each step"),
            "effort": _("Where the applicant's effort goes"),
        }
        parts = []
        for mode in MODES:
            heat = self.report.heat.get(mode)
            if heat is None or self.report.model is None or not any(step.level for step in heat.values()):
                continue
            title = self.translate(names[mode])
            drawing = svg(self.report.model, heat, title, self.translate)
            if not drawing:
                continue
            canvas = f"<div class=canvas tabindex=0>{drawing}</div>"
            figure = f"<figure>{canvas}<figcaption>{self._legend()}</figcaption></figure>"
            if mode == "wait":
                parts.append(f"<section class=wide><h2>{escape(title)}</h2>{figure}</section>")
            else:
                parts.append(f"<details class=wide><summary>{escape(title)}</summary>{figure}</details>")
        return "".join(parts)

    def _legend(self) -> str:
        swatches = "".join(f'<i style="background:{colour}"></i>' for colour in SCALE)
        words = (
            _("nothing"),
            _("the hottest step"),
            _("unknown"),
            _("The table below says the same in numbers."),
        )
        least, most, unknown, twin = (f"<span>{self.say(word)}</span>" for word in words)
        return f"{least}{swatches}{most}<i class=unknown></i>{unknown}{twin}"

    def _section(self, section: Section) -> str:
        numeric = [
            all(isinstance(row[i], (int, float)) or row[i] is None for row in section.rows)
            for i in range(len(section.head))
        ]
        head = "".join(
            f"<th scope=col{' class=num' if n else ''}>{self.say(h)}</th>"
            for h, n in zip(section.head, numeric, strict=True)
        )
        body = "".join(self._row(section, row, numeric) for row in section.rows)
        note = f"<p class=note>{self.say(section.note)}</p>" if section.note is not None else ""
        return (
            f'<section id="{section.name}"><h2>{self.say(section.title)}</h2><div class=scroll tabindex=0><table>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}</section>"
        )

    def _row(self, section: Section, row: tuple[Cell, ...], numeric: list[bool]) -> str:
        cells = []
        for index, value in enumerate(row):
            tag = "th scope=row" if index == 0 else "td class=num" if numeric[index] else "td"
            bar = (
                f'<i class=bar style="width:{value}%"></i>'
                if section.name == "activities" and index == 5 and isinstance(value, int)
                else ""
            )
            cells.append(f"<{tag}>{self._cell(value)}{bar}</{tag.split()[0]}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _cell(self, value: Cell) -> str:
        if value is None:
            return f"<span class=unknown>{self.say(_('unknown'))}</span>"
        return self.say(value) if isinstance(value, str) else shown(value, self.language)

    def _findings(self) -> str:
        found, hidden = self.report.findings, self.report.dismissed
        if not found and not hidden:
            return ""
        count = _("{count} findings, the largest saving first").format(count=len(found))
        set_aside = _("{count} more were set aside with a reason.").format(count=hidden)
        aside = f"<p class=note>{self.say(set_aside)}</p>" if hidden else ""
        return f"<section id=findings><h2>{self.say(count)}</h2>{''.join(map(self._finding, found))}{aside}</section>"

    def _finding(self, finding: Finding) -> str:
        sure: dict[str, Message] = {
            "high": _("high confidence"),
            "medium": _("medium confidence"),
            "low": _("low confidence"),
        }
        saved = [self.say(part) for part in saving_in_words(finding.saving)]
        year = a_year(finding)
        saving = ""
        if saved or year is not None:
            in_case = _("Would save in a case: {what}").format(what="{what}")
            parts = escape(self.translate(in_case)).replace("{what}", "; ".join(saved)) if saved else ""
            yearly = f" <strong>{self.say(year)}</strong>" if year is not None else ""
            formula = (
                f" <span class=formula>= {self.say(finding.saving.formula)}</span>"
                if finding.saving.formula is not None
                else ""
            )
            saving = f"<p>{parts}{yearly}{formula}</p>"
        evidence = "".join(f"<li>{self.say(e.text)}</li>" for e in finding.evidence)
        by = _("It would be refuted by:")
        refuted = (
            f"<p class=refute>{self.say(by)} {self.say(finding.refutation)}</p>"
            if finding.refutation is not None
            else ""
        )
        return (
            f'<article class="{finding.confidence}"><h3>{self.say(finding.claim)}</h3>'
            f"<p class=tag>{self.say(sure[finding.confidence])}</p>{saving}"
            f"{f'<ul>{evidence}</ul>' if evidence else ''}{refuted}</article>"
        )


def _faces() -> str:
    """Return our typeface as style rules that carry it along, so that the file looks the same everywhere."""
    folder = files("analytics.reports").joinpath("fonts")
    faces = []
    for name, weight in (("Regular", "400"), ("SemiBold", "600 700")):
        data = b64encode(folder.joinpath(f"Onest-{name}.ttf").read_bytes()).decode("ascii")
        faces.append(
            f"@font-face{{font-family:Onest;font-weight:{weight};src:url(data:font/ttf;base64,{data})}}"
        )
    return "".join(faces)


def shown(value: float, language: str = "en") -> str:
    """Return a number with thousands and at most two decimals, as the language writes it.

    >>> shown(1234567), shown(0.34375), shown(8.0), shown(1234.5, "ru")
    ('1,234,567', '0.34', '8', '1\xa0234,5')
    """
    told = f"{int(value):,}" if float(value) == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")
    return told if language == "en" else told.translate(_NOT_ENGLISH)


#: Kyrgyz and Russian part thousands by a space that breaks no line, and decimals by a comma.
_NOT_ENGLISH = str.maketrans({",": "\xa0", ".": ","})
