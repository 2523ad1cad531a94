from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.errors import SandboxError
from engine.expressions import feel

DATA: dict[str, Any] = {
    "fee": 250,
    "name": "Айгүл",
    "nothing": None,
    "people": [{"name": "Ana", "age": 30}, {"name": "Bek", "age": 17}, {"name": "Cho", "age": 65}],
    "case": {"applicant": {"first name": "Ana"}, "pre-check": True, "tags": ["a", "b"]},
    "date of birth": "1990-05-01",
}

VALUES: list[tuple[str, Any]] = [
    # numbers are decimal
    ("0.1 + 0.2", 0.3),
    ("0.1 + 0.2 = 0.3", True),
    ("1 / 3 * 3 = 1", False),
    ("decimal(1 / 3, 2)", 0.33),
    ("10.25 * 100 = 1025", True),
    ("2 ** 10", 1024),
    ("-2 ** 2", 4),
    ("1 / 0", None),
    ("7 - -3", 10),
    ("-fee", -250),
    ("modulo(-12, 5)", 3),
    ("modulo(10.1, 4.5)", 1.1),
    ("floor(-1.5)", -2),
    ("ceiling(1.2)", 2),
    ("ceiling(1.234, 2)", 1.24),
    ("round half up(2.5, 0)", 3),
    ("round half down(2.5, 0)", 2),
    ("round up(1.121, 2)", 1.13),
    ("round down(-1.129, 2)", -1.12),
    ("decimal(2.5, 0)", 2),
    ("abs(-3)", 3),
    ("sqrt(16)", 4),
    ("odd(3)", True),
    ("even(0)", True),
    ('number("1 000,5", " ", ",")', 1000.5),
    ('number("x")', None),
    ("12345678901234567890 + 1 = 12345678901234567891", True),
    # strings
    ('"a" + "b"', "ab"),
    ('"fee: " + string(fee)', "fee: 250"),
    ('"a" + 1', None),
    ("string length(name)", 5),
    ('substring("foobar", 3)', "obar"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring("foobar", 0)', None),
    ('upper case("жаңы")', "ЖАҢЫ"),
    ('contains("foobar", "ob")', True),
    ('starts with("foobar", "fo")', True),
    ('ends with("foobar", "ar")', True),
    ('substring before("a-b", "-")', "a"),
    ('substring after("a-b", "-")', "b"),
    ('matches("KG-12345", "^KG-[0-9]{5}$")', True),
    ('matches("abc", "[a-z-[b]]")', True),
    ('matches("b", "^[a-z-[b]]$")', False),
    ('matches("abc", "(")', None),
    ('replace("2026-11", "(\\\\d+)-(\\\\d+)", "$2/$1")', "11/2026"),
    ('split("a;b;c", ";")', ["a", "b", "c"]),
    ('string join(["a", null, "b"], ", ")', "a, b"),
    ('"üçüncü" < "zebra"', False),
    ('"line\\nbreak"', "line\nbreak"),
    ('string length("😀")', 1),
    # three-valued logic, null
    ("true and nothing", None),
    ("false and nothing", False),
    ("true or nothing", True),
    ("nothing or false", None),
    ("not(nothing)", None),
    ("nothing = null", True),
    ("null != 1", True),
    ("nothing > 1", None),
    ("if nothing then 1 else 2", 2),
    ("1 = \"1\"", None),
    ("unknown thing", None),
    ("nothing.anything", None),
    ("nothing + 1", None),
    ("sum(null)", None),
    ("count(null)", None),
    ("if nothing > 3 then 1 else 2", 2),
    # dates and times
    ('date("2026-11-26")', "2026-11-26"),
    ("date(2026, 2, 29)", None),
    ("date(2028, 2, 29)", "2028-02-29"),
    ('date("2026-01-31") + duration("P1M")', "2026-02-28"),
    ('@"2026-03-01" - @"P1D"', "2026-02-28"),
    ('date("2026-03-01") - date("2026-02-01")', "P28D"),
    ('years and months duration(date("2000-05-20"), date("2026-05-19")).years', 25),
    ('date("2026-11-26").weekday', 4),
    ('day of week(date("2026-11-26"))', "Thursday"),
    ('month of year(date("2026-11-26"))', "November"),
    ('day of year(date("2026-12-31"))', 365),
    ('week of year(date("2026-01-01"))', 1),
    ('date and time("2026-11-26T09:00:00+06:00") = date and time("2026-11-26T03:00:00Z")', True),
    ('date and time("2026-11-26T09:00:00@Asia/Bishkek").time offset', "PT6H"),
    ('date and time("2026-11-26T09:00:00@Asia/Bishkek") = date and time("2026-11-26T03:00:00Z")', True),
    ('date and time(date("2026-11-26"), time("09:30:00"))', "2026-11-26T09:30:00"),
    ('date(date and time("2026-11-26T23:30:00+06:00"))', "2026-11-26"),
    ('time("09:30:00") + duration("PT45M")', "10:15:00"),
    ('time("23:30:00") + duration("PT1H")', "00:30:00"),
    ('time(9, 30, 0, duration("PT6H"))', "09:30:00+06:00"),
    ('date and time("2026-11-26T24:00:00")', "2026-11-27T00:00:00"),
    ('duration("P1Y6M") + duration("P6M")', "P2Y"),
    ('duration("P1D") * 3', "P3D"),
    ('duration("P3D") / duration("P1D")', 3),
    ('duration("P1D") > duration("PT23H")', True),
    ('duration("P1M") = duration("P30D")', None),
    ('duration("-PT90M").minutes', -30),
    ('duration("P1Y2M").months', 2),
    ('date("2026-11-26") in [date("2026-11-01")..date("2026-11-30")]', True),
    ('max(date("2026-01-01"), date("2026-02-01"))', "2026-02-01"),
    ('date("soon")', None),
    ('is(date("2026-01-01"), date("2026-01-01"))', True),
    ("today() = date(now())", True),
    ("today()", "2026-03-02"),
    ('now() < date and time("2026-03-03T00:00:00+06:00")', True),
    ('date(date of birth) < date("2008-11-26")', True),
    # ranges and tests
    ("fee in [100..300]", True),
    ("fee in (250..300]", False),
    ("fee in (1, 250, 3)", True),
    ("fee in (> 300, < 0)", False),
    ("fee between 100 and 250", True),
    ("5 in ]1..5[", False),
    ("[1..10].end", 10),
    ("before(1, [2..3])", True),
    ("meets([1..5], [5..8])", True),
    ("overlaps([1..5], [4..8])", True),
    ("includes([1..10], [2..3])", True),
    ("during(5, [1..10])", True),
    ("finishes(10, [1..10])", True),
    ('range("[1..3]").start', 1),
    ("null in [1..3]", None),
    # lists
    ("[1, 2, 3][2]", 2),
    ("[1, 2, 3][-1]", 3),
    ("[1, 2, 3][4]", None),
    ("[1, 2, 3][item > 1]", [2, 3]),
    ("people[age > 18].name", ["Ana", "Cho"]),
    ('people[name = "Bek"].age', [17]),
    ("people[1].name", "Ana"),
    ("count(people)", 3),
    ("sum(people.age)", 112),
    ("sum([])", None),
    ("mean([1, 2, 6])", 3),
    ("median([10, 9, 1])", 9),
    ("mode([1, 2, 2, 3, 3])", [2, 3]),
    ("stddev([2, 4])", 1.4142135623730951),
    ("min(3, 1, 2)", 1),
    ("product(2, 3, 4)", 24),
    ("list contains([1, null], null)", True),
    ("append([1], 2, 3)", [1, 2, 3]),
    ("concatenate([1], [2, 3])", [1, 2, 3]),
    ("distinct values([1, 2, 1])", [1, 2]),
    ("union([1, 2], [2, 3])", [1, 2, 3]),
    ("flatten([1, [2, [3]]])", [1, 2, 3]),
    ("insert before([1, 3], 2, 2)", [1, 2, 3]),
    ("remove([1, 2, 3], 2)", [1, 3]),
    ("index of([1, 2, 1], 1)", [1, 3]),
    ("sublist([1, 2, 3], 2, 1)", [2]),
    ("list replace([1, 2], 1, 9)", [9, 2]),
    ("sort([3, 1, 2], function(a, b) a < b)", [1, 2, 3]),
    ("reverse([1, 2])", [2, 1]),
    ("for i in 1..3 return i * 2", [2, 4, 6]),
    ("for i in 3..1 return i", [3, 2, 1]),
    ("for i in [1, 2], j in [10, 20] return i + j", [11, 21, 12, 22]),
    ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", [1, 2, 6, 24]),
    ("some p in people satisfies p.age < 18", True),
    ("every p in people satisfies p.age < 18", False),
    ("all([true, null])", None),
    ("any(true, null)", True),
    # contexts, names, functions, types
    ("case.applicant.first name", "Ana"),
    ("case.pre-check", True),
    ("{a: 1, b: a + 1}.b", 2),
    ('{"a b": 1}.a b', 1),
    ('get value(case, "tags")', ["a", "b"]),
    ("get entries({a: 1})", [{"key": "a", "value": 1}]),
    ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
    ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
    ("{f: function(x) x * 2, y: f(21)}.y", 42),
    ("(function(x: number) x)(\"text\")", None),
    ("substring(string: \"foobar\", start position: 3)", "obar"),
    ("substring(text: \"foobar\", start position: 3)", None),
    ("fee instance of number", True),
    ("fee instance of string", False),
    ("nothing instance of number", False),
    ("people instance of list<context<age: number>>", True),
    ("@\"P1D\" instance of days and time duration", True),
    ("[1..3] instance of range<number>", True),
    ("sum instance of function<list> -> number", True),
    ("// a remark\n fee", 250),
    ("/* a\n remark */ fee + 1", 251),
]  # fmt: skip

MOMENT = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(("expression", "expected"), VALUES, ids=[text for text, _value in VALUES])
def test_expressions(expression: str, expected: object) -> None:
    with feel.standing_at(MOMENT, zone="Asia/Bishkek"):
        [answer] = feel.evaluate_all([(expression, DATA)])
    assert answer.error is None
    assert answer.value == expected
    assert type(answer.value) in (type(expected), int, float)


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("-", 1, True),
        ("> 3", 4, True),
        ("< 3, > 5", 6, True),
        ("not(1, 2)", 3, True),
        ('"a", "b"', "b", True),
        ("[1..3)", 3, False),
        ("null", None, True),
        ("> 3", None, None),
        ("? > 3 and ? < 9", 5, True),
        ("true", False, False),
        ("people.name", "Bek", True),
        ('contains(?, "ob")', "foobar", True),
        ("fee", 250, True),
        ('date("2026-01-01")', 5, None),
    ],
)
def test_unary_tests(test: str, value: object, expected: object) -> None:
    [answer] = feel.evaluate_all([(test, {**DATA, "?": value})], unary=True)
    assert answer.value is expected


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("fee > ", "too early"),
        ("fee == 3", "=="),
        ("fee && true", "&&"),
        ("fee + )", "character 7"),
        ("nowhere(fee)", "nowhere"),
        ("function(x) x", "function"),
        ('function() external { java: { class: "java.lang.Runtime" } }', "outside of the model"),
    ],
)
def test_what_is_wrong_is_said(expression: str, named: str) -> None:
    with pytest.raises(SandboxError, match=named.replace(")", "[)]")):
        feel.evaluate(expression, DATA)


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("feee + 1", "feee"),
        ("case.nowhere", "nowhere"),
        ('fee + "x"', "no meaning"),
        ('substring("x")', "do not fit"),
    ],
)
def test_a_null_says_where_it_comes_from(expression: str, named: str) -> None:
    [answer] = feel.evaluate_all([(expression, DATA)])
    assert answer.value is None
    assert any(named in warning for warning in answer.warnings)


@pytest.mark.parametrize(
    "name", ["__proto__", "constructor", "toString", "hasOwnProperty", "kyzmat_keep", "globalThis"]
)
def test_no_name_of_the_interpreter_is_seen(name: str) -> None:
    assert feel.evaluate(name, {}) is None
    assert feel.evaluate(f"x.{name}", {"x": {}}) is None
    assert feel.evaluate(f'{{"{name}": 7}}.{name}', {}) == 7
