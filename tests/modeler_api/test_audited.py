"""The audit trail in words: everything that is noted has a name, and the code stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

import modeler_api
from modeler_api.audited import ACTS
from modeler_api.store import audit
from modeler_api.wiring import Door
from tests.modeler_api.conftest import SignIn

NOTED = re.compile(r"""(?:note\((?:kept, )?|action=)"([a-z]+[.-][a-z._-]+)"(?!,\s+order=)""")
REFUSED = re.compile(r'action="[a-z.-]+", (?:subject=[^,]+, )?outcome="refused"')


def test_everything_that_is_noted_has_a_name() -> None:
    sources = [path.read_text() for path in Path(modeler_api.__file__).parent.rglob("*.py")]
    noted = {code for source in sources for code in NOTED.findall(REFUSED.sub("", source))}
    assert len(noted) > 40
    assert noted - ACTS.keys() == set()


def test_an_auditor_reads_words_beside_the_code(door: Door, sign_in: SignIn) -> None:
    for action, outcome in (("model.save", "done"), ("model.publish", "refused"), ("of.old", "done")):
        audit.note(door.store, who="officer", role="officer", action=action, outcome=outcome)
    auditor: FlaskClient = sign_in("auditor")
    page = auditor.get("/audit/").text
    for words in ("Saved a version", "model.save", "Was refused<", "of.old"):
        assert words in page, words
    auditor.get("/language/ky")
    assert "Версияны сактады" in auditor.get("/audit/").text
