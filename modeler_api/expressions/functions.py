"""The functions of FEEL, each with what it does in one sentence and an example with its answer.

They are those that `web/feel/builtins` defines, which is what cases are decided by; a test holds the two to each other
and works out each example. `today` and `now` have no answer that stays.

Source: OMG DMN 1.5, 10.3.4 (built-in functions).
"""

from __future__ import annotations

from dataclasses import dataclass

from processes.text import Message, _


@dataclass(frozen=True, kw_only=True)
class Function:
    """One function: how it is called, what it gives, and an example; `answer` is FEEL too, None where it changes."""

    call: str
    gives: Message
    example: str
    answer: str | None

    @property
    def name(self) -> str:
        """What stands before the bracket."""
        return self.call.partition("(")[0]


def _of(call: str, gives: Message, example: str, answer: str | None) -> Function:
    return Function(call=call, gives=gives, example=example, answer=answer)


GROUPS: tuple[tuple[Message, tuple[Function, ...]], ...] = (
    (
        _("Numbers"),
        (
            _of("abs(n)", _("The number without its sign."), "abs(-7)", "7"),
            _of("number(text)", _("The number that a text says."), 'number("1250.50")', "1250.5"),
            _of("decimal(n, places)", _("The number rounded to so many places."), "decimal(2.345, 1)", "2.3"),
            _of("floor(n)", _("The whole number below it."), "floor(2.8)", "2"),
            _of("ceiling(n)", _("The whole number above it."), "ceiling(2.1)", "3"),
            _of("round up(n, places)", _("Rounded away from zero."), "round up(2.11, 1)", "2.2"),
            _of("round down(n, places)", _("Rounded towards zero."), "round down(2.19, 1)", "2.1"),
            _of("round half up(n, places)", _("Rounded; a half goes up."), "round half up(2.5, 0)", "3"),
            _of(
                "round half down(n, places)", _("Rounded; a half goes down."), "round half down(2.5, 0)", "2"
            ),
            _of("modulo(n, by)", _("What is left over after dividing."), "modulo(17, 5)", "2"),
            _of("odd(n)", _("Whether the number is odd."), "odd(3)", "true"),
            _of("even(n)", _("Whether the number is even."), "even(3)", "false"),
            _of("sqrt(n)", _("The square root."), "sqrt(16)", "4"),
            _of("exp(n)", _("The number e to this power."), "exp(0)", "1"),
            _of("log(n)", _("The natural logarithm."), "log(1)", "0"),
        ),
    ),
    (
        _("Texts"),
        (
            _of("string(value)", _("The value as a text."), "string(12)", '"12"'),
            _of("string length(text)", _("How many letters the text has."), 'string length("Ош")', "2"),
            _of("upper case(text)", _("The text in capitals."), 'upper case("ош")', '"ОШ"'),
            _of("lower case(text)", _("The text in small letters."), 'lower case("ОШ")', '"ош"'),
            _of(
                "contains(text, part)",
                _("Whether the part stands in it."),
                'contains("Bishkek", "shk")',
                "true",
            ),
            _of("starts with(text, part)", _("Whether it begins so."), 'starts with("AN1234", "AN")', "true"),
            _of("ends with(text, part)", _("Whether it ends so."), 'ends with("plan.pdf", ".pdf")', "true"),
            _of(
                "substring(text, from, length?)",
                _("A piece of the text; the first letter is 1."),
                'substring("AN1234", 3, 2)',
                '"12"',
            ),
            _of(
                "substring before(text, sign)",
                _("What stands before the sign."),
                'substring before("12-4", "-")',
                '"12"',
            ),
            _of(
                "substring after(text, sign)",
                _("What stands after the sign."),
                'substring after("12-4", "-")',
                '"4"',
            ),
            _of(
                "matches(text, pattern)",
                _("Whether the text has this form (a regular expression)."),
                'matches("A12", "^[A-Z][0-9]+$")',
                "true",
            ),
            _of(
                "replace(text, pattern, by)",
                _("The text with each match replaced."),
                'replace("1 250", " ", "")',
                '"1250"',
            ),
            _of(
                "split(text, sign)",
                _("The pieces between the signs, as a list."),
                'split("a;b", ";")',
                '["a", "b"]',
            ),
            _of(
                "string join(list, between)",
                _("The texts of a list as one."),
                'string join(["a", "b"], ", ")',
                '"a, b"',
            ),
        ),
    ),
    (
        _("Dates and lengths of time"),
        (
            _of("today()", _("The day of today."), "today()", None),
            _of("now()", _("The day and time of now."), "now()", None),
            _of("date(text)", _("The day a text or a time says."), 'date("2026-03-01").month', "3"),
            _of("time(text)", _("The time of day a text says."), 'time("09:30:00").hour', "9"),
            _of(
                "date and time(text)",
                _("Day and time; also from a date and a time."),
                'date and time("2026-03-01T09:30:00").day',
                "1",
            ),
            _of(
                "duration(text)",
                _("A length of time: P3D is three days, P1Y a year."),
                'date("2026-03-01") + duration("P3D")',
                'date("2026-03-04")',
            ),
            _of(
                "years and months duration(from, to)",
                _("The years and months between two days."),
                'years and months duration(date("2000-05-02"), date("2026-05-01")).years',
                "25",
            ),
            _of(
                "day of week(date)",
                _("The name of the day, in English."),
                'day of week(date("2026-03-02"))',
                '"Monday"',
            ),
            _of(
                "day of year(date)",
                _("Which day of the year it is."),
                'day of year(date("2026-02-01"))',
                "32",
            ),
            _of(
                "week of year(date)",
                _("Which week of the year it is."),
                'week of year(date("2026-01-08"))',
                "2",
            ),
            _of(
                "month of year(date)",
                _("The name of the month, in English."),
                'month of year(date("2026-03-02"))',
                '"March"',
            ),
        ),
    ),
    (
        _("Yes and no"),
        (
            _of("not(condition)", _("True where the condition is false."), "not(1 > 2)", "true"),
            _of("all(list)", _("Whether all of them are true."), "all([true, 1 < 2])", "true"),
            _of("any(list)", _("Whether one at least is true."), "any([false, 1 < 2])", "true"),
            _of("is(a, b)", _("Whether both are the same thing of the same kind."), 'is(1, "1")', "false"),
        ),
    ),
    (
        _("Lists"),
        (
            _of("count(list)", _("How many there are."), "count([4, 8])", "2"),
            _of("sum(list)", _("All of them added."), "sum([4, 8])", "12"),
            _of("min(list)", _("The least of them."), "min([4, 8])", "4"),
            _of("max(list)", _("The greatest of them."), "max([4, 8])", "8"),
            _of("mean(list)", _("The average."), "mean([4, 8])", "6"),
            _of("median(list)", _("The one in the middle."), "median([1, 4, 100])", "4"),
            _of("mode(list)", _("Those that are there most often."), "mode([1, 4, 4])", "[4]"),
            _of("stddev(list)", _("How far they lie apart (standard deviation)."), "stddev([4, 4])", "0"),
            _of("product(list)", _("All of them multiplied."), "product([4, 8])", "32"),
            _of(
                "list contains(list, value)",
                _("Whether the value is in the list."),
                'list contains(["a", "b"], "b")',
                "true",
            ),
            _of(
                "index of(list, value)",
                _("At which places the value stands."),
                'index of(["a", "b"], "b")',
                "[2]",
            ),
            _of(
                "sublist(list, from, length?)",
                _("A piece of the list; the first is 1."),
                "sublist([4, 8, 9], 2)",
                "[8, 9]",
            ),
            _of("append(list, value)", _("The list with the value at its end."), "append([4], 8)", "[4, 8]"),
            _of(
                "concatenate(list, list)",
                _("The lists one behind the other."),
                "concatenate([4], [8])",
                "[4, 8]",
            ),
            _of(
                "union(list, list)", _("The lists together, each value once."), "union([4], [4, 8])", "[4, 8]"
            ),
            _of("distinct values(list)", _("Each value once."), "distinct values([4, 4, 8])", "[4, 8]"),
            _of(
                "flatten(list)",
                _("Lists within the list become its own values."),
                "flatten([4, [8]])",
                "[4, 8]",
            ),
            _of(
                "insert before(list, place, value)",
                _("The list with the value put in at the place."),
                "insert before([8], 1, 4)",
                "[4, 8]",
            ),
            _of(
                "remove(list, place)", _("The list without the one at the place."), "remove([4, 8], 1)", "[8]"
            ),
            _of(
                "list replace(list, place, value)",
                _("The list with another value at the place."),
                "list replace([4, 8], 2, 9)",
                "[4, 9]",
            ),
            _of("reverse(list)", _("The list from its end."), "reverse([4, 8])", "[8, 4]"),
            _of(
                "sort(list)",
                _("The list in order; a function may say which comes first."),
                "sort([8, 4])",
                "[4, 8]",
            ),
        ),
    ),
    (
        _("Values with parts"),
        (
            _of("get value(context, name)", _("The part of this name."), 'get value({fee: 50}, "fee")', "50"),
            _of(
                "get entries(context)",
                _("All parts as a list of key and value."),
                "get entries({fee: 50})[1].value",
                "50",
            ),
            _of(
                "context(entries)",
                _("A value with parts, from a list of key and value."),
                'context([{key: "fee", value: 50}]).fee',
                "50",
            ),
            _of(
                "context put(context, name, value)",
                _("The same with another part."),
                'context put({fee: 50}, "paid", true).paid',
                "true",
            ),
            _of(
                "context merge(contexts)",
                _("The parts of several in one."),
                "context merge([{a: 1}, {b: 2}]).b",
                "2",
            ),
        ),
    ),
    (
        _("Ranges"),
        (
            _of("range(text)", _("The range that a text says."), '5 in range("[1..9]")', "true"),
            _of("before(a, b)", _("Whether a lies wholly before b."), "before(1, [2..5])", "true"),
            _of("after(a, b)", _("Whether a lies wholly after b."), "after(9, [2..5])", "true"),
            _of("meets(a, b)", _("Whether a ends where b begins."), "meets([1..5], [5..9])", "true"),
            _of("met by(a, b)", _("Whether a begins where b ends."), "met by([5..9], [1..5])", "true"),
            _of(
                "overlaps(a, b)",
                _("Whether they have something in common."),
                "overlaps([1..5], [3..9])",
                "true",
            ),
            _of(
                "overlaps before(a, b)",
                _("Whether a begins first and reaches into b."),
                "overlaps before([1..5], [3..9])",
                "true",
            ),
            _of(
                "overlaps after(a, b)",
                _("Whether a begins within b and ends after it."),
                "overlaps after([3..9], [1..5])",
                "true",
            ),
            _of(
                "finishes(a, b)",
                _("Whether a ends where b ends, and is within it."),
                "finishes(9, [1..9])",
                "true",
            ),
            _of(
                "finished by(a, b)",
                _("Whether b ends where a ends, and is within it."),
                "finished by([1..9], 9)",
                "true",
            ),
            _of(
                "starts(a, b)",
                _("Whether a begins where b begins, and is within it."),
                "starts(1, [1..9])",
                "true",
            ),
            _of(
                "started by(a, b)",
                _("Whether b begins where a begins, and is within it."),
                "started by([1..9], 1)",
                "true",
            ),
            _of("includes(a, b)", _("Whether b lies within a."), "includes([1..9], 5)", "true"),
            _of("during(a, b)", _("Whether a lies within b."), "during(5, [1..9])", "true"),
            _of("coincides(a, b)", _("Whether they are the same."), "coincides([1..9], [1..9])", "true"),
        ),
    ),
)
"""Every function, in groups as one looks for them."""

#: What else an expression is made of, in the same shape: nothing of it is called.
SIGNS: tuple[Function, ...] = (
    _of("a = b", _("Whether they are the same; != means they differ."), '"yes" = "yes"', "true"),
    _of("a and b, a or b", _("Both hold; one at least holds."), "1 < 2 and 2 < 3", "true"),
    _of("a in (…)", _("Whether a is one of these, or lies in a range."), "5 in [1..9]", "true"),
    _of("a between b and c", _("Whether it lies from b to c, both counted."), "5 between 1 and 9", "true"),
    _of("if … then … else …", _("One value or another."), 'if 5 > 4 then "large" else "small"', '"large"'),
    _of("list[condition]", _("Those of the list for which it holds."), "[4, 8, 9][item > 5]", "[8, 9]"),
    _of(
        "some x in list satisfies …",
        _("Whether it holds for one at least."),
        "some x in [4, 8] satisfies x > 5",
        "true",
    ),
    _of(
        "every x in list satisfies …",
        _("Whether it holds for all of them."),
        "every x in [4, 8] satisfies x > 5",
        "false",
    ),
    _of(
        "for x in list return …",
        _("A list made of each one of another."),
        "for x in [4, 8] return x * 2",
        "[8, 16]",
    ),
    _of("a.b", _("The part b of a."), "{fee: 50}.fee", "50"),
    _of("null", _("No value: nobody has answered."), "null = 0", "false"),
)


def functions() -> tuple[Function, ...]:
    """Return every function, in the order of the groups."""
    return tuple(each for _title, group in GROUPS for each in group)
