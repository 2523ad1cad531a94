"""Broken files get a clear answer: never a crash, never a hang."""

from __future__ import annotations

import random
import re
import time
from contextlib import suppress

import pytest

from processes import NotBpmn, check, library, read_model
from processes.errors import NotEditable
from processes.model.layout import laid_out
from tests.processes.model.sketches import sketch

SEEDS = range(150)


def originals() -> list[bytes]:
    drawn = laid_out(
        sketch("Register @clerk -> (Check plan | Check parcel) @expert -> ([ok] Issue / Refuse) -> ~ P2D")
    )
    return [drawn.source, *(library[key].as_is.source for key in sorted(library))]


def mutated(source: bytes, chance: random.Random) -> bytes:
    """Return the file broken as people, tools and language models break it."""
    for _ in range(chance.randint(1, 3)):
        tags = [m.span() for m in re.finditer(rb"<[^>]+>", source)]
        attributes = [m.span() for m in re.finditer(rb' [\w:]+="[^"]*"', source)]
        if not tags or not attributes:
            return source
        start, end = chance.choice(tags)
        left, right = chance.choice(attributes)
        named, _value = source[left:right].split(b"=", 1)
        kind = chance.choices(range(7), weights=[1, 1, 1, 1, 6, 4, 6])[0]
        if kind == 0:
            source = source[:start] + source[end:]
        elif kind == 1:
            source = source[:end] + source[start:end] + source[end:]
        elif kind == 2:
            source = source[: chance.randrange(len(source))]
        elif kind == 3:
            source = source[:start] + bytes([chance.randrange(256)]) + source[start + 1 :]
        elif kind == 4:
            other = source[slice(*chance.choice(attributes))].split(b"=", 1)[1]
            source = source[:left] + named + b"=" + other + source[right:]
        elif kind == 5:
            source = source[:left] + source[right:]
        else:
            strange = chance.choice(
                [b"", b"-1", b"NaN", b"P9Y", b"\xd0\xaf", b"1e999", b"=", b"${x}", b"a:b:c"]
            )
            source = source[:left] + named + b'="' + strange + b'"' + source[right:]
    return source


@pytest.mark.parametrize("seed", SEEDS)
def test_a_broken_file_is_refused_or_read_and_checked(seed: int) -> None:
    chance = random.Random(seed)
    source = mutated(chance.choice(originals()), chance)
    began = time.thread_time()
    with suppress(NotBpmn, NotEditable):
        model = read_model(source)
        assert model.source == source
        assert not [p for p in check(model) if p.rule == "rule_error"]
        laid_out(model)
    assert time.thread_time() - began < 5
