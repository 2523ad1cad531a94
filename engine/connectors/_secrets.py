"""Secrets: named in a model, put in at the last moment, and taken out of everything that is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.connectors._call import ConnectorRefused
from processes.text import _

_NAMED = re.compile(r"\{\{\s*secrets\.([A-Za-z0-9_]+)\s*\}\}")
HIDDEN = "••••"


def reveal(value: Any, secrets: Mapping[str, str]) -> Any:
    """Return `value` with the secrets it names put in; raises `ConnectorRefused` for one that is not there.

    >>> reveal({"key": "Bearer {{secrets.CADASTRE}}"}, {"CADASTRE": "s3cret"})
    {'key': 'Bearer s3cret'}
    """
    if isinstance(value, str):

        def one(found: re.Match[str]) -> str:
            if found[1] not in secrets:
                raise ConnectorRefused(
                    _("There is no secret “{name}”.").format(name=found[1]),
                    hint=_("Whoever runs the system has to set it; it never stands in a model."),
                )
            return secrets[found[1]]

        return _NAMED.sub(one, value)
    if isinstance(value, Mapping):
        return {key: reveal(each, secrets) for key, each in value.items()}
    if isinstance(value, list):
        return [reveal(each, secrets) for each in value]
    return value


def hide(value: Any, secrets: Mapping[str, str]) -> Any:
    """Return `value` without any secret in it.

    >>> hide(["you sent s3cret"], {"CADASTRE": "s3cret"})
    ['you sent ••••']
    """
    if isinstance(value, str):
        for secret in secrets.values():
            if len(secret) >= 4:
                value = value.replace(secret, HIDDEN)
        return value
    if isinstance(value, Mapping):
        return {hide(key, secrets): hide(each, secrets) for key, each in value.items()}
    if isinstance(value, list):
        return [hide(each, secrets) for each in value]
    return value
