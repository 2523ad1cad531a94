"""Edits: named changes of a model that can be taken back to the byte.

An edit is a patch: a few splices of the original bytes.  What is not edited keeps its bytes, including the author's own
line breaks, comments and vendor extensions; `undo` puts back exactly what stood there.  After every edit the model is
read anew, so an edit that would leave a broken file raises `NotEditable` and changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from processes.errors import NotBpmn, NotEditable
from processes.model.patch import Patch, Splice, spliced
from processes.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from processes.model.model import Model


def patched(model: Model, splices: Iterable[Splice], *, reason: str = "") -> Model:
    """Return `model` with `splices` applied and read anew; raises `NotEditable` when the result is no model."""
    from processes.model.reading import model_of

    ordered = tuple(sorted(splices, key=lambda s: s.start))
    source = spliced(model.source, ordered)
    try:
        changed = model_of(source, file=model.file)
    except NotBpmn as error:
        raise NotEditable(
            _("The edit would break the file: {message}").format(message=error.message), element=error.element
        ) from error
    if set(changed.dangling) - set(model.dangling):
        owner, attribute, missing, _line = sorted(set(changed.dangling) - set(model.dangling))[0]
        raise NotEditable(
            _("The edit would leave {attribute} of {owner} pointing to {missing}, which is gone.").format(
                attribute=attribute, owner=owner, missing=missing
            ),
            element=owner,
        )
    patch = Patch(
        splices=ordered,
        before=model.digest,
        after=sha256(source).hexdigest(),
        reason=reason,
    )
    edited = replace(changed, patches=(*model.patches, patch))
    edited.__dict__["tree"] = changed.tree
    return edited


def undo(model: Model) -> Model:
    """Return the model as it was before its last edit, byte for byte; raises `NotEditable` when there is none.

    >>> from processes import read_model
    >>> drawn = read_model(b"Register -> Decide", dialect="sketch")
    >>> from processes.model.edits import rename
    >>> undo(rename(drawn, "decide", "Decide by law")) == drawn
    True
    """
    from processes.model.reading import model_of

    if not model.patches:
        raise NotEditable(_("There is no edit to take back."))
    source = model.patches[-1].inverse().apply_to(model.source)
    return replace(model_of(source, file=model.file), patches=model.patches[:-1])


__all__ = ["Patch", "Splice", "patched", "undo"]
