"""What a form accepts: the same check on the page, in the API and in the engine.

A schema is form-js's; `validate` returns the typed values of its fields and everything that is wrong with them at once.
A field hidden by its condition is neither asked nor kept; what the schema does not know is dropped, and
`strangers` names it.  Each kind of field is one file of `engine.forms.kinds`.

Beyond form-js a rule may be FEEL: `validate.expression` must hold of `value`, else `validate.message` is told.

Source: form-js schema (bpmn.io), as of form-js 1.23.
"""

from __future__ import annotations

from engine.forms._example import example
from engine.forms._field import Wrong, in_words, label_of, traits_of
from engine.forms._places import MOST_ROWS, Path, Place, at, places, put
from engine.forms._states import States
from engine.forms._validate import acts, state_of, strangers, validate
from engine.forms.kinds import kinds

__all__ = [
    "MOST_ROWS",
    "Path",
    "Place",
    "States",
    "Wrong",
    "acts",
    "at",
    "example",
    "in_words",
    "kinds",
    "label_of",
    "places",
    "put",
    "state_of",
    "strangers",
    "traits_of",
    "validate",
]
