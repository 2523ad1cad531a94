"""FEEL, evaluated in an embedded V8 by `web/feel`: the same interpreter as in the browser's forms.

Nothing of the host is visible to an expression; a call has 250 ms and 64 MB.  FEEL has no assignment, so all
definitions share one isolate per process; it is made on the first call after a fork.  Scripts never enter it: they get
a fresh one each (`engine.expressions.script`).

Source: OMG DMN 1.5, chapter 10 (FEEL).
"""

from __future__ import annotations

import atexit
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from threading import RLock
from time import process_time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from engine import keepable
from engine.errors import SandboxError
from engine.expressions import limits
from engine.expressions.isolate import abandon, beside_a_running_loop, opened, retire
from processes.text import _

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

BUNDLE = Path(__file__).with_name("feel.js")
#: Parsing a decision model, in which nothing is evaluated: a table may have thousands of cells.
READING_SECONDS = 10.0
#: How often an expression is tried that got no processor in its time.
TRIES = 4


#: After so many calls an isolate is made anew, which takes about a tenth of a second.
MOST_CALLS = 5_000


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an expression came to: a plain value (dates as FEEL writes them), or the reason it has none.

    Of the `warnings`, `unknown` are those about names nobody set, `unfit` those about values that do not go together.
    """

    value: Any = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


class _Isolate:
    """The one isolate of this process, made lazily; a fork makes its own."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._racer: MiniRacer | None = None
        self._pid = 0
        self._calls = 0

    def call(self, function: str, *arguments: str, seconds: float | None = None) -> Any:
        return beside_a_running_loop(
            lambda: self._call(function, arguments, seconds or limits.current().seconds)
        )

    def _call(self, function: str, arguments: tuple[str, ...], seconds: float, *, tries: int = TRIES) -> Any:
        from py_mini_racer import JSEvalException, JSOOMException

        with self._lock:
            if self._calls >= MOST_CALLS:
                # What calls leave behind would be cleaned up in the middle of somebody's 250 ms.
                self._close()
            is_fresh = self._racer is None or self._pid != os.getpid()
            racer = self._ready()
            allowed = limits.current()
            began = process_time()
            try:
                return racer.call(function, *arguments, timeout_sec=seconds, max_memory=allowed.bytes)
            except JSOOMException as error:
                self._give_up(racer)
                if not is_fresh:
                    # What earlier expressions have left behind counts too: only a fresh isolate tells.
                    return self._call(function, arguments, seconds)
                text = _("The expression needs more than {megabytes} MB of memory.")
                raise SandboxError(text.format(megabytes=allowed.megabytes)) from error
            except (TimeoutError, JSEvalException) as error:
                if isinstance(error, JSEvalException) and not (
                    "imeout" in type(error).__name__ or "terminated" in str(error)
                ):
                    reason = str(error).split("\n")[0]
                    raise SandboxError(_("The expression fails: {reason}").format(reason=reason)) from error
                spent = process_time() - began
                # An isolate that was stopped half way is not used again: it can keep the process from ending.
                self._give_up(racer)
                if is_fresh and (tries == 1 or spent > seconds / 2):
                    raise _too_long(seconds) from error
            # Either an isolate that others had filled was cleaning up, which only a fresh one tells apart, or the time
            # passed without the expression being worked on: the machine was busy with something else.
            return self._call(function, arguments, seconds, tries=tries - 1 if is_fresh else tries)

    def after_fork(self) -> None:
        """Begin anew in the child of a fork: the parent's isolate and a lock somebody held there are of no use here."""
        self._lock = RLock()
        racer, self._racer = self._racer, None
        if racer is not None:
            abandon(racer)

    def _close(self) -> None:
        racer, self._racer = self._racer, None
        if racer is not None and self._pid == os.getpid():
            retire(racer)

    def _give_up(self, racer: MiniRacer) -> None:
        self._racer = None
        retire(racer)

    def _ready(self) -> MiniRacer:
        if self._racer is None or self._pid != os.getpid():
            if not BUNDLE.exists():
                raise SandboxError(
                    _("The FEEL interpreter is missing ({path}).").format(path=BUNDLE),
                    hint=_("Run “python3 dev.py setup”, which builds it."),
                )
            racer = opened()
            racer.eval(BUNDLE.read_text(encoding="utf-8"))
            # The first call compiles the interpreter; on a busy machine it must not use up a caller's 250 ms.
            racer.call("kyzmat_evaluate", json.dumps([[["1 = 1", {}, False]], None]))
            if self._pid != os.getpid():
                # Closed while the interpreter still stands: left to its end, the isolate can keep it from ending.
                atexit.register(self._close)
            self._racer, self._pid, self._calls = racer, os.getpid(), 0
        self._calls += 1
        return self._racer


def _too_long(seconds: float) -> SandboxError:
    text = _("The expression takes longer than {milliseconds} ms.")
    return SandboxError(text.format(milliseconds=round(seconds * 1000)))


_isolate = _Isolate()
os.register_at_fork(after_in_child=_isolate.after_fork)


#: What `now()` and `today()` answer; None leaves them to the machine's clock.
_standing: ContextVar[tuple[datetime, str] | None] = ContextVar("standing", default=None)


def stand_at(moment: datetime, *, zone: str) -> None:
    """Let `now()` and `today()` mean `moment`, as the clocks of `zone` show it, from here on in this context."""
    _standing.set((moment, zone))


@contextmanager
def standing_at(moment: datetime, *, zone: str) -> Iterator[None]:
    """Let `now()` and `today()` mean `moment`, as the clocks of `zone` show it.

    >>> from datetime import UTC, datetime
    >>> with standing_at(datetime(2026, 3, 2, 20, tzinfo=UTC), zone="Asia/Bishkek"):
    ...     evaluate("today()", {})
    '2026-03-03'
    """
    token = _standing.set((moment, zone))
    try:
        yield
    finally:
        _standing.reset(token)


def _moment() -> str | None:
    standing = _standing.get()
    if standing is None:
        return None
    moment, zone = standing
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def _temporal(value: object) -> object:
    """Return a date, time or duration of Python in the form the isolate takes for one; anything else as text."""
    if isinstance(value, timedelta):
        from processes.model.duration import write_duration

        return {"@kyzmat:temporal": write_duration(value)}
    if isinstance(value, (date, time)):
        return {"@kyzmat:temporal": value.isoformat()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def evaluate_all(questions: Sequence[tuple[str, Mapping[str, Any]]], *, unary: bool = False) -> list[Answer]:
    """Return the answers to several (expression, variables) in one call; wrong ones carry their error.

    >>> [answer.value for answer in evaluate_all([("fee > 100", {"fee": 250}), ("fee * 2", {"fee": 4})])]
    [True, 8]
    """
    if not unary and all(_is_flag(text, context) for text, context in questions):
        return [Answer(value=context[text.removeprefix("=").strip()]) for text, context in questions]
    asked = [[text.removeprefix("="), _named(text, context), unary] for text, context in questions]
    given = json.dumps([asked, _moment()], default=_temporal)
    answers = keepable.read(_isolate.call("kyzmat_evaluate", given))
    return [
        Answer(
            value=a.get("value"),
            error=a.get("error"),
            warnings=tuple(a.get("warnings", ())),
            unknown=tuple(a.get("unknown", ())),
            unfit=tuple(a.get("unfit", ())),
        )
        for a in answers
    ]


def _is_flag(text: str, context: Mapping[str, Any]) -> bool:
    """Whether the expression is nothing but the name of a variable that is true or false."""
    name = text.removeprefix("=").strip()
    return name not in ("true", "false", "null") and isinstance(context.get(name), bool)


def _named(text: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables whose names stand in the expression: a long list nobody asks for is not sent each time."""
    return {name: value for name, value in context.items() if name in text or not name.isidentifier()}


def evaluate(expression: str, context: Mapping[str, Any]) -> Any:
    """Return the value of one FEEL expression; raises `SandboxError` when it has none.

    A variable nobody set is null, as FEEL has it; a function nobody knows is an error.

    >>> evaluate('if years >= 18 then "adult" else "child"', {"years": 20})
    'adult'
    """
    [answer] = evaluate_all([(expression, context)])
    if answer.error is not None:
        raise failure(expression, answer.error)
    return answer.value


def failure(expression: str, reason: str) -> SandboxError:
    """Return the error that an expression has no value."""
    return SandboxError(_("The expression “{text}” fails: {reason}").format(text=expression, reason=reason))


def syntax_errors(expressions: Sequence[str]) -> list[str | None]:
    """Return for each expression where its syntax breaks, or None when it is FEEL.

    >>> syntax_errors(["fee > 100", "fee >"])[0] is None
    True
    """
    if not expressions:
        return []
    found: list[str | None] = json.loads(
        _isolate.call(
            "kyzmat_parse",
            json.dumps([e.removeprefix("=") for e in expressions]),
            seconds=READING_SECONDS,
        )
    )
    return found


def decide(
    digest: str, files: Callable[[], Sequence[Mapping[str, Any]]], name: str, variables: Mapping[str, Any]
) -> Any:
    """Return what a decision model says of `name`; `files` are its contents, asked for when the isolate lacks them."""
    given = json.dumps([dict(variables), _moment()], default=_temporal)
    answer = _isolate.call("kyzmat_decide", digest, name, given)
    if answer == "null":
        _isolate.call("kyzmat_keep", digest, json.dumps(files()), seconds=READING_SECONDS)
        answer = _isolate.call("kyzmat_decide", digest, name, given)
    return keepable.read(answer)


def decision_errors(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what of a decision model is no FEEL: element, text, where it breaks, and its cell where it has one."""
    found: list[dict[str, Any]] = json.loads(
        _isolate.call("kyzmat_decision_problems", json.dumps(content), seconds=READING_SECONDS)
    )
    return found
