"""Whether a letter is genuine: anybody who holds one asks with its number and its code, and learns no more than
that."""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from modeler_api import letters
from modeler_api.auth.policy import public
from modeler_api.auth.throttle import limited
from modeler_api.store import registers, units
from modeler_api.translation import chosen_locale
from modeler_api.wiring import door

blueprint = Blueprint("verify", __name__, url_prefix="/verify")


@blueprint.get("")
@limited("30 per minute", when=lambda: bool(request.args.get("number")))
@limited("300 per day", when=lambda: bool(request.args.get("number")))
@public
def show() -> ResponseReturnValue:
    """The question, and with a number and a code its answer.

    A wrong code and a number that was never given are answered in the same words: nobody learns which numbers
    there are.
    """
    number = request.args.get("number", "").strip().upper()[:120]
    code = "".join(request.args.get("code", "").split()).upper()[:40]
    asked, entry = bool(number and code), None
    if asked:
        found = registers.find(door().store, label=number)
        given = hashlib.sha256(code.encode()).hexdigest()
        known = found.code_hash if found is not None and found.code_hash else "0" * 64
        if hmac.compare_digest(given, known):
            entry = found
    said = registers.said_of(door().store, [entry.id]).get(entry.id, []) if entry is not None else []
    unit = (
        units.by_id(door().store, entry.agency)
        if entry is not None and entry.agency != letters.NO_AGENCY
        else None
    )
    return render_template(
        "pages/verify.html",
        number=number,
        code=code,
        asked=asked,
        incomplete=bool(number or code) and not asked,
        entry=entry,
        agency=unit.name(chosen_locale()) if unit is not None else None,
        is_revoked=any(one.kind == registers.REVOCATION for one in said),
        is_corrected=any(one.kind == registers.CORRECTION for one in said),
    ), 200 if entry is not None or not asked else 404
