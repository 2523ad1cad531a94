"""The repairs of signs: quotes, entities, comparison signs and comments as XML does not have them."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from processes.model.source import encoding_of
from processes.text import Message, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from processes.errors import NotBpmn

SKIPPED = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_START_TAG = re.compile(r"<[A-Za-z_][^<>]*>")
_VALUE = re.compile(
    r"""(\s[\w:.\-]+\s*=\s*)("[^"]*"|'[^']*'|[“”„‟″][^“”„‟″"<>]*[“”„‟″]|[^\s"'<>=]+?)(?=\s|/?>|\?>)"""
)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)")
_LESS_IN_VALUE = re.compile(r'(=\s*)"([^"<>]*<[^"]*)"(?=[\s/>?])')
_LESS_IN_TEXT = re.compile(r"<(?=\s*[\d=]|\s+[\w.]+\s*(?:<|&|\)|\band\b|\bor\b))")
_UNENDED = re.compile(r"""(<[A-Za-z_][^<>"']*(?:"[^"<>]*"[^<>"']*)*(?<=[/"]))(\s*)(?=<[/A-Za-z_!])""")
_PREDEFINED = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})

Mended = tuple[bytes, list[tuple[Message, int | None]]]


def text_of(source: bytes) -> str:
    """Return the text of a file; bytes that are not of its encoding come back from `bytes_of`."""
    return source.decode(encoding_of(source), "surrogateescape")


def bytes_of(text: str, source: bytes) -> bytes:
    """Return `text` in the encoding of `source`."""
    return text.encode(encoding_of(source), "surrogateescape")


def characters_of_html(source: bytes, refused: NotBpmn) -> Mended | None:
    """Write the characters HTML has names for (`&nbsp;`), which XML does not know."""
    done: dict[str, tuple[Message, int | None]] = {}

    def written(part: str, line: int) -> str:
        def character(found: re.Match[str]) -> str:
            if found[1] in _PREDEFINED or found[1] not in html5:
                return found[0]
            message = _("The name {name} of HTML was written as the character it stands for.")
            at = line + part.count("\n", 0, found.start())
            done.setdefault(found[1], (message.format(name=found[0]), at))
            return html5[found[1]]

        return _NAMED.sub(character, part)

    fixed = _outside_comments(text_of(source), written)
    try:
        return (bytes_of(fixed, source), list(done.values())) if done else None
    except UnicodeEncodeError:
        return fixed.encode(encoding_of(source), "xmlcharrefreplace"), list(done.values())


def quoted_values(source: bytes, refused: NotBpmn) -> Mended | None:
    """Put straight quotes around the values of attributes that have typographic ones or none."""
    lines: list[int] = []

    def written(part: str, line: int) -> str:
        def tag(found: re.Match[str]) -> str:
            def value(attribute: re.Match[str]) -> str:
                old = attribute[2]
                if old[0] in "\"'":
                    return attribute[0]
                lines.append(line + part.count("\n", 0, found.start()))
                return f'{attribute[1]}"{old.strip("“”„‟″")}"'

            return _VALUE.sub(value, found[0])

        return _START_TAG.sub(tag, part)

    fixed = _outside_comments(text_of(source), written)
    message = _("{count} values of attributes were put in straight quotes.")
    return (bytes_of(fixed, source), [(message.format(count=len(lines)), lines[0])]) if lines else None


def ended_tags(source: bytes, refused: NotBpmn) -> Mended | None:
    """Write the > of tags behind which the next one begins at once."""
    done: list[tuple[Message, int | None]] = []

    def written(part: str, line: int) -> str:
        def tag(found: re.Match[str]) -> str:
            at = line + part.count("\n", 0, found.start())
            done.append((_("A tag that was not ended got its >."), at))
            return f"{found[1]}>{found[2]}"

        return _UNENDED.sub(tag, part)

    fixed = _outside_comments(text_of(source), written)
    return (bytes_of(fixed, source), done) if done else None


def proper_comments(source: bytes, refused: NotBpmn) -> Mended | None:
    """Part the double hyphens inside comments, which XML forbids."""
    text = text_of(source)
    done: list[tuple[Message, int | None]] = []

    def parted(found: re.Match[str]) -> str:
        inside = found[0][4:-3]
        if "--" not in inside and not inside.endswith("-"):
            return found[0]
        done.append(
            (_("Double hyphens inside a comment were parted."), text.count("\n", 0, found.start()) + 1)
        )
        return f"<!--{re.sub('-(?=-|$)', '- ', inside)}-->"

    fixed = re.sub(r"<!--.*?-->", parted, text, flags=re.DOTALL)
    return (bytes_of(fixed, source), done) if done else None


def escaped(source: bytes, refused: NotBpmn) -> Mended | None:
    """Escape ampersands that begin no reference, and less-than signs in attributes and comparisons."""
    done: list[tuple[Message, int | None]] = []

    def written(part: str, line: int) -> str:
        fixed = _BARE_AMPERSAND.sub("&amp;", part)
        fixed = _LESS_IN_VALUE.sub(lambda m: f'{m[1]}"{m[2].replace("<", "&lt;")}"', fixed)
        fixed = _LESS_IN_TEXT.sub("&lt;", fixed)
        if fixed != part and not done:
            before = next(n for n, (a, b) in enumerate(zip(part, fixed, strict=False)) if a != b)
            message = _("Signs that have a meaning in XML (& and <) were written as such.")
            done.append((message, line + part.count("\n", 0, before)))
        return fixed

    fixed = _outside_comments(text_of(source), written)
    return (bytes_of(fixed, source), done) if done else None


def _outside_comments(text: str, written: Callable[[str, int], str]) -> str:
    """Return `text` with what stands outside comments, CDATA and instructions rewritten; `written` gets its line."""
    parts: list[str] = []
    at = 0
    for start, end in [*(m.span() for m in SKIPPED.finditer(text)), (len(text), len(text))]:
        parts += [written(text[at:start], text.count("\n", 0, at) + 1), text[start:end]]
        at = end
    return "".join(parts)
