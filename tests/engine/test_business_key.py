from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import Engine, InvalidArgument
from engine.business_key import check_character, is_right, with_check

KEYS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=30)


@given(KEYS, st.data())
def test_every_wrong_character_is_found(key: str, data: st.DataObject) -> None:
    right = key + check_character(key)
    at = data.draw(st.integers(min_value=0, max_value=len(right) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assume(other != right[at])
    assert is_right(right)
    assert not is_right(right[:at] + other + right[at + 1 :])


def test_keys_are_read_as_people_write_them() -> None:
    key = with_check("PERMIT-2026-00017")
    assert is_right(key.lower().replace("-", " "))
    assert not is_right("")
    assert not is_right("Ж-1")
    with pytest.raises(InvalidArgument):
        check_character("уруксат")


def test_twenty_who_ask_at_once_get_twenty_numbers(engine_url: str) -> None:
    engine = Engine(engine_url)
    with ThreadPoolExecutor(20) as pool:
        keys = list(pool.map(lambda _: engine.next_business_key("P-2026"), range(20)))
    assert sorted(key.rpartition("-")[0] for key in keys) == [f"P-2026-{n:05}" for n in range(1, 21)]
    assert all(is_right(key) for key in keys)
    engine.dispose()
