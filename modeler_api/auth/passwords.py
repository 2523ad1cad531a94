"""Passwords are kept as Argon2id hashes, and checking one takes as long when the account does not exist."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH = 12
_WORDS = (  # plain words, so that a password can be read aloud
    *(
        "almaz",
        "altyn",
        "apple",
        "arkan",
        "bulak",
        "bulut",
        "cedar",
        "chair",
        "coral",
        "delta",
        "eagle",
        "ember",
    ),
    *(
        "felt",
        "field",
        "fresh",
        "garnet",
        "glass",
        "grain",
        "green",
        "harbour",
        "honey",
        "iron",
        "jade",
        "juniper",
    ),
    *(
        "karakol",
        "lake",
        "lamp",
        "linen",
        "maple",
        "meadow",
        "mint",
        "naryn",
        "oak",
        "olive",
        "orbit",
        "paper",
    ),
    *(
        "pearl",
        "pine",
        "plum",
        "poplar",
        "quartz",
        "rain",
        "river",
        "robin",
        "saddle",
        "salt",
        "silver",
        "slate",
    ),
    *(
        "snow",
        "spring",
        "stone",
        "sumbar",
        "sun",
        "talas",
        "tulip",
        "velvet",
        "violet",
        "walnut",
        "wheat",
        "willow",
    ),
    *(
        "winter",
        "yurt",
        "amber",
        "anchor",
        "basil",
        "beech",
        "candle",
        "canyon",
        "clover",
        "copper",
        "daisy",
        "ferry",
    ),
)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def hashed(password: str) -> str:
    """The Argon2id hash of a password."""
    return _hasher().hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one; None stands for an account that does not exist and costs the same time."""
    try:
        _hasher().verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(password_hash)


def invented() -> str:
    """A random password that a person can type: four words and two digits, about 31 bits for a demonstration.

    >>> len(invented().split("-"))
    5
    """
    words = [secrets.choice(_WORDS) for _ in range(4)]
    return "-".join([*words, f"{secrets.randbelow(90) + 10}"])


@cache
def _nobody() -> str:
    return hashed(secrets.token_hex(16))
