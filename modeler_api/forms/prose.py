"""The texts of a form: a little Markdown, a little HTML, and values between double braces."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import nh3
from flask_babel import gettext
from markupsafe import Markup, escape

from modeler_api.office_moment import values_of
from modeler_api.translation import told

_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_IN_A_TAG = re.compile(r"<[^>{]*\{\{")
#: Characters of nobody's alphabet: they hold the places of values while a text becomes HTML.
_OPEN, _SHUT = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}(\\d+){_SHUT}")
#: What a form's own HTML may hold; everything else is taken out.
TAGS = {
    *(
        "p",
        "br",
        "strong",
        "b",
        "em",
        "i",
        "ul",
        "ol",
        "li",
        "h2",
        "h3",
        "h4",
        "a",
        "table",
        "thead",
        "tbody",
    ),
    *("tr", "th", "td", "blockquote", "code", "span", "div"),
}


def plain_prose(markdown: str | None) -> Markup:
    """The few marks of Markdown that a form's text uses: headings, paragraphs, lists, bold; nothing else passes."""
    blocks = []
    for block in re.split(r"\n\s*\n", (markdown or "").strip()):
        heading = re.match(r"(#{1,4})\s+(.*)", block)
        if heading:
            blocks.append(Markup("<h2>{}</h2>").format(_bold(heading[2])))
        elif all(re.match(r"\s*[-*]\s", line) for line in block.splitlines()) and block:
            items = Markup().join(
                Markup("<li>{}</li>").format(_bold(re.sub(r"^\s*[-*]\s+", "", line)))
                for line in block.splitlines()
            )
            blocks.append(Markup("<ul>{}</ul>").format(items))
        elif block:
            blocks.append(Markup("<p>{}</p>").format(_bold(block)))
    return Markup("\n").join(blocks)


def clean_html(content: str | None) -> Markup:
    """A form's own HTML with nothing in it that acts, loads or dresses up."""
    return Markup(
        nh3.clean(content or "", tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"})
    )


def filled(words: str, known: Mapping[str, Any]) -> str:
    """A text with the values of what stands between double braces; each is FEEL over what is known."""
    texts = [text.strip() for text in _TEMPLATE.findall(words)]
    if not texts:
        return words
    values = iter(values_of(texts, known))
    return _TEMPLATE.sub(lambda _found: _words(next(values)), words)


def live(words: str, known: Mapping[str, Any], dress: Callable[[str], Markup]) -> Markup:
    """The same as HTML, made by `dress`: each value stands in a place of its own, where a script puts it anew.

    A value inside a tag (the address of a link) has no such place and stays as it is.
    """
    texts = [text.strip() for text in _TEMPLATE.findall(words)]
    if not texts or _IN_A_TAG.search(words):
        return dress(filled(words, known))
    values = [_words(value) for value in values_of(texts, known)]
    numbers = count()
    html = dress(_TEMPLATE.sub(lambda _found: f"{_OPEN}{next(numbers)}{_SHUT}", words))
    place = Markup('<span data-feel="{}">{}</span>')
    return Markup(  # what dress made, and places whose contents are escaped
        _MARKED.sub(lambda found: place.format(texts[int(found[1])], values[int(found[1])]), str(html))
    )


def templates(words: object) -> list[str]:
    """The FEEL texts between double braces.

    >>> templates("For {{ name }}: {{area * 12}} soms")
    ['name', 'area * 12']
    """
    return [text.strip() for text in _TEMPLATE.findall(words)] if isinstance(words, str) else []


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
        return f"{value['amount']} {value['currency']}"
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return told(str(value))


def _bold(words: str) -> Markup:
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(words))))  # escaped just before
