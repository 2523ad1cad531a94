"""Forms of work items and of starts: shown by the server, read back, and followed by a script where there is one."""

from __future__ import annotations

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from modeler_api.forms.form import Form
from modeler_api.forms.prose import clean_html, plain_prose
from modeler_api.forms.rendering import label_of
from modeler_api.forms.typed import PREFIX, Typed, typed_fields
from modeler_api.frame import STATIC
from processes.text import _

__all__ = ["NOT_SUPPORTED", "PREFIX", "Form", "Typed", "install", "label_of", "plain_prose", "typed_fields"]

NOT_SUPPORTED = _("This form asks for kinds of fields that cannot be shown yet: {kinds}. Tell the analyst.")


def install(app: Flask) -> None:
    """Let the application's templates include the widgets' own."""
    folder = FileSystemLoader(str(STATIC.parent / "widgets"))
    loaders = [loader for loader in (app.jinja_loader, folder) if loader is not None]
    app.jinja_loader = ChoiceLoader(loaders)
    app.jinja_env.filters["plain_prose"] = plain_prose
    app.jinja_env.filters["clean_html"] = clean_html
