"""Business keys: the number by which people know a case, with a check character that catches a slip of the pen.

The last character follows from all others by ISO/IEC 7064:2003, MOD 37,36 (digits and letters, one check character):
every single wrong character and practically every swap of two neighbours is found.  Hyphens, spaces and slashes do not
count, nor does upper or lower case, so a key may be read out and written down as people like.
"""

from __future__ import annotations

from engine.errors import InvalidArgument
from processes.text import _

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_IGNORED = str.maketrans("", "", "-/ ._")


def check_character(text: str) -> str:
    """Return the check character of a text of Latin letters and digits; raises `InvalidArgument` for any other.

    >>> check_character("A12425GABC1234002")
    'M'

    Source: ISO/IEC 7064:2003, clause 9 (hybrid systems); the example is one of GRid's.
    """
    product = 36
    for character in _plain(text):
        total = (product + _ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def with_check(text: str) -> str:
    """Return a key with its check character behind it.

    >>> with_check("PERMIT-2026-00017")
    'PERMIT-2026-00017-E'
    """
    return f"{text}-{check_character(text)}"


def is_right(key: str) -> bool:
    """Whether a key's last character is the one that follows from the others.

    >>> is_right("permit 2026 00017 e"), is_right("PERMIT-2026-00071-E")
    (True, False)
    """
    try:
        plain = _plain(key)
    except InvalidArgument:
        return False
    return len(plain) > 1 and check_character(plain[:-1]) == plain[-1]


def _plain(text: str) -> str:
    plain = text.translate(_IGNORED).upper()
    if not plain or not set(plain) <= set(_ALPHABET):
        raise InvalidArgument(
            "business_key", text, hint=_("Use Latin letters and digits, such as PERMIT-2026-00017.")
        )
    return plain
