"""The kinds of fields a form can hold; one kind, one file, named as form-js names it.

Each module registers the function that reads a value; `@kind` says how a typed value is judged.  What a kind looks
like is the door's (`modeler_api.widgets`).
"""

from __future__ import annotations

from engine.forms._field import Read
from processes.registry import Registry

kinds: Registry[Read] = Registry("engine.forms.kinds", kind="kind of field")
