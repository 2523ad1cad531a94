"""Plain values as JSON text: the standard library's encoder, made once instead of for each value.

`json.dumps` and `JSONEncoder.encode` make a new encoder at each call, which for the small values of a step costs more
than the encoding.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from json import encoder as _library
from typing import Any

Encode = Callable[[Any], str]


def encoder(*, sort_keys: bool = False) -> Encode:
    """Return a function that writes plain values as compact JSON text, non-ASCII letters as they are.

    Values must be plain and without circles, as what was once read from JSON is.

    >>> encoder(sort_keys=True)({"ө": [1, None], "a": "x"})
    '{"a":"x","ө":[1,null]}'
    """
    plainly = json.JSONEncoder(
        sort_keys=sort_keys, ensure_ascii=False, separators=(",", ":"), check_circular=False
    )
    made = getattr(_library, "c_make_encoder", None)
    if made is None:
        return plainly.encode
    write = made(None, plainly.default, _library.encode_basestring, None, ":", ",", sort_keys, False, True)

    def encode(value: Any) -> str:
        return "".join(write(value, 0))

    return encode
