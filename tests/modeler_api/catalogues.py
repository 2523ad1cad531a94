"""What there is to translate, found in the code; `python -m tests.modeler_api.catalogues` renews the .po files.

Translations already there are kept; what is new is added empty, and test_translations names it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from processes import library
from processes.register_names import known_registers

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("processes", "engine", "analytics", "modeler_api")
LOCALES = {
    "ky": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def messages() -> Catalog:
    """Every text for people that the four rooms contain."""
    found = Catalog(project="Kyzmat", charset="utf-8", fuzzy=False)
    for path in sorted(_sources()):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        source = io.BytesIO(path.read_bytes())
        for _line, message, _comments, _context in extract(method, source, keywords=KEYWORDS):
            # Without line numbers a file that moves does not touch the catalogues.
            found.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    for name, words in _library():
        found.add(words, locations=[(f"processes/library/{name}", 0)])
    for id_, words in known_registers().items():
        found.add(str(words), locations=[(f"processes/registers/{id_.partition(':')[0]}.toml", 0)])
    return found


def path_of(locale: str) -> Path:
    """Where the catalogue of a language lies."""
    return ROOT / "modeler_api/locale" / locale / "LC_MESSAGES/messages.po"


def catalogue(locale: str) -> Catalog:
    """The catalogue of a language as it stands."""
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale, project="Kyzmat", charset="utf-8", fuzzy=False)
    with path.open("rb") as opened:
        return read_po(opened, locale=locale)


def update(locale: str) -> int:
    """Bring one catalogue up to date and return how many messages lack a translation."""
    before, after = catalogue(locale), Catalog(locale=locale, project="Kyzmat", charset="utf-8", fuzzy=False)
    after.mime_headers = [("Plural-Forms", LOCALES[locale])]
    missing = 0
    for message in messages():
        if not message.id:
            continue
        known = before.get(message.id[0] if isinstance(message.id, tuple) else message.id)
        kept = known.string if known is not None and known.string else ""
        if isinstance(kept, (tuple, list)):
            kept = tuple(kept)[: after.num_plurals]
        after.add(message.id, kept, locations=sorted(set(message.locations)))
        missing += not any(kept) if isinstance(kept, (tuple, list)) else not kept
    written = io.BytesIO()
    write_po(written, after, width=110, sort_output=True, include_lineno=False, omit_header=True)
    header = (
        "# Kyzmat's words; the msgid is the English text.\n"
        'msgid ""\nmsgstr ""\n"Project-Id-Version: Kyzmat\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Language: {locale}\\n"\n"Plural-Forms: {LOCALES[locale]}\\n"\n\n'
    )
    path_of(locale).parent.mkdir(parents=True, exist_ok=True)
    path_of(locale).write_text(header + written.getvalue().decode("utf-8"), encoding="utf-8")
    return missing


def _library() -> Iterator[tuple[str, str]]:
    """What people read of the library's models while they do a case: names, labels, choices, hints."""
    for name, procedure in library.items():
        for model in filter(None, (procedure.as_is, procedure.to_be)):
            drawn = [model.name, *(process.name for process in model.processes.values())]
            # What the model itself calls by a name in each language needs no catalogue.
            drawn += [lane.name for lane in model.lanes.values() if not set(LOCALES) <= set(lane.names)]
            for element in model.elements.values():
                if element.type not in _UNSEEN and not set(LOCALES) <= set(element.names):
                    drawn.append(element.name)
            drawn += [element.step.criteria for element in model.elements.values() if element.step]
            norms = list(model.procedure.legal) if model.procedure else []
            norms += [n for element in model.elements.values() if element.step for n in element.step.legal]
            drawn += [norm.ref for norm in norms if norm.type != "none"]
            for schema in model.forms.values():
                for component in schema.get("components", ()):
                    drawn += [
                        component.get("label"),
                        component.get("description"),
                        component.get("dateLabel"),
                    ]
                    drawn += [choice.get("label") for choice in component.get("values", ())]
                    drawn += [*component.get("shows", {}).values(), component.get("purpose")]
            yield from ((name, words) for words in dict.fromkeys(drawn) if words)


_UNSEEN = ("DataObjectReference", "DataStoreReference", "TextAnnotation")


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
        yield from (path for path in (ROOT / room).rglob("*.html") if "static" not in path.parts)


if __name__ == "__main__":
    for tag in LOCALES:
        print(f"{tag}: {update(tag)} messages lack a translation")  # noqa: T201  # a tool for a person at a terminal
