from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from engine import Engine, SandboxError
from engine.expressions import feel, limits, script
from engine.expressions.sandbox import Sandbox, sandbox
from tests.engine.drawing import drawn


def js(text: str, variables: dict[str, Any] | None = None, **how: Any) -> dict[str, Any]:
    return script.run("javascript", text, variables or {}, **how)


def test_what_a_script_declares_for_itself_is_no_result() -> None:
    text = "function twice(x) { return x * 2; } const base = 20; let y = base + 1; fee = twice(y);"
    assert js(text) == {"fee": 42}


def test_variables_are_changed_added_and_left_alone() -> None:
    given = {"fee": 1, "kept": [1], "Date": "2026-01-01", "__proto__": "text"}
    assert js("fee += 1; more = kept.concat(2);", given) == {"fee": 2, "more": [1, 2]}
    assert js("if (fee > 0) { return fee * 3; }", given, result="r") == {"r": 3}


#: Each takes what it can: memory, time, the engine's own process.  None may harm more than itself.
GREEDY = {
    "an endless loop": "while (true) {}",
    "the heap": "let a = []; while (true) a.push(new Array(1e4).fill(1.5))",
    "typed arrays": "let a = []; for (let i = 0; i < 50; i++) a.push(new Uint8Array(1e8).fill(1))",
    "a list no process can hold": "[1, 2].sort.call({length: 2 ** 31})",
    "a string": "let s = 'x'; while (true) s += s",
    "a number": "x = (2n ** 10000000n).toString()",
    "a pattern": "/^(a+)+$/.test('a'.repeat(50) + 'b')",
    "depth": "(function f() { f(); f(); })()",
    "a getter that is read later": "x = {get y() { while (true) {} }}",
    "toJSON": "x = {toJSON() { while (true) {} }}",
    "an error that is read later": "throw {toString() { while (true) {} }, get message() { while (true) {} }}",
    "a proxy": "x = new Proxy({}, {ownKeys() { while (true) {} }})",
}


@pytest.mark.parametrize("text", GREEDY.values(), ids=GREEDY)
def test_greed_ends_with_a_reason_and_the_next_script_runs(text: str) -> None:
    with pytest.raises(SandboxError) as refused:
        js(text)
    assert len(str(refused.value)) > 20
    assert js("1 + 1", result="r") == {"r": 2}
    assert feel.evaluate("1 + 1", {}) == 2


@pytest.mark.parametrize(
    "name", ["WebAssembly", "SharedArrayBuffer", "Atomics", "setTimeout", "WeakRef", "FinalizationRegistry"]
)
def test_what_escapes_the_limits_is_not_there(name: str) -> None:
    assert js(f"typeof {name}", result="r") == {"r": "undefined"}
    assert js(f"typeof this.constructor.constructor('return typeof {name}')()", result="r") == {"r": "string"}


def test_nothing_goes_on_after_the_end() -> None:
    assert js("Promise.resolve().then(() => { while (true) {} }); x = 1") == {"x": 1}
    assert js("(async () => { while (true) await null })(); x = 2") == {"x": 2}
    assert js("x = 3") == {"x": 3}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("x = Symbol('a')", "symbol"),
        ("x = {f: () => 1}", "function"),
        ("x = 0 / 0", "NaN"),
        ("x = 1n", "BigInt"),
        ("x = {}; x.x = x", "circular"),
        ("Promise.resolve(1)", "promise"),
        ("let a = 1;\nlet b = 2;\nnowhere.x = 1", "line 3"),
    ],
)
def test_what_is_no_value_is_said(text: str, named: str) -> None:
    with pytest.raises(SandboxError, match=named):
        js(text, result="r")


POISON = [
    "Object.prototype.polluted = 1; Array.prototype.polluted = 1; String.prototype.trim = () => 'x'",
    "Object.defineProperty(Object.prototype, 'fee', {get: () => 7, set() {}})",
    "JSON.stringify = () => '[{\"x\": 1}, 2]'; JSON.parse = null; Map.prototype.get = () => 7",
    "globalThis.kyzmat_evaluate = () => '[]'; eval = null; Function = null; Object.freeze(globalThis)",
    "Object.getOwnPropertyNames = () => []; Array.prototype[Symbol.iterator] = null; RegExp.prototype.test = null",
]


@pytest.mark.parametrize("text", POISON)
def test_a_poisoned_isolate_is_nobody_elses(text: str) -> None:
    with suppress(SandboxError):  # it may have broken what would have read its own results
        js(f"{text}; x = 5")
    assert js("typeof ({}).polluted + typeof ({}).fee + ' a '.trim()", result="r") == {
        "r": "undefinedundefineda"
    }
    assert js("JSON.stringify([new Map([[1, 2]]).get(1)])", result="r") == {"r": "[2]"}
    assert feel.evaluate('{"fee": 1}.fee + sum([1, 2])', {}) == 4


def test_the_process_sees_neither_files_nor_the_environment() -> None:
    os.environ["KYZMAT_TEST_SECRET"] = "hidden"
    try:
        sandbox = Sandbox()
        assert '"undefined"' in sandbox.run("typeof process", {}, limits.Limits())
        child = sandbox._child
        assert child is not None
        environment = Path(f"/proc/{child.pid}/environ")
        if environment.exists():
            assert b"hidden" not in environment.read_bytes()
        sandbox.close()
    finally:
        del os.environ["KYZMAT_TEST_SECRET"]


def test_a_process_that_died_is_replaced() -> None:
    sandbox = Sandbox()
    sandbox.run("1", {}, limits.Limits())
    assert sandbox._child is not None
    sandbox._child.kill()
    sandbox._child.wait()
    assert sandbox.run("1 + 1", {}, limits.Limits()).endswith(",2]")
    sandbox.close()


def test_several_threads_take_turns() -> None:
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(js(f"{n} * 2", result="r")["r"])) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 2, 4, 6, 8, 10, 12, 14]


def test_the_limits_are_the_operators() -> None:
    with limits.within(limits.Limits(seconds=0.05)), pytest.raises(SandboxError, match="50 ms"):
        js("while (true) {}")
    with limits.within(limits.Limits(seconds=0.05)), pytest.raises(SandboxError, match="50 ms"):
        feel.evaluate("for i in 1..100000000 return i * i", {})
    loop = '<scriptTask id="a" scriptFormat="javascript"><script>while (true) {}</script></scriptTask>'
    nodes = f'<startEvent id="s"/>{loop}'
    engine = Engine("sqlite://", limits=limits.Limits(seconds=0.08, megabytes=32))
    case = engine.start(engine.deploy(drawn(nodes, "s -> a"), by="ana"), by="ana")
    [incident] = engine.incidents(case)
    assert "80 ms" in incident.message


HUNGRY_FEEL = [
    "count(for i in 1..10000000000 return i)",
    '{f: function(n, s) if n = 0 then s else f(n - 1, s + s), r: f(40, "aaaa")}.r',
    "{f: function(n) f(n + 1), r: f(1)}.r",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$")',
    "count(concatenate(for i in 1..100000 return for j in 1..1000 return j))",
    'for i in date("2020-01-01")..date("999999999-01-01") return i',
    'string join(for i in 1..30000000 return "xxxxxxxxxxxxxxxxxxxx")',
]


@pytest.mark.parametrize("expression", HUNGRY_FEEL)
def test_hungry_feel_ends_with_a_reason(expression: str) -> None:
    with pytest.raises(SandboxError):
        feel.evaluate(expression, {})
    assert feel.evaluate("1 + 1", {}) == 2


@pytest.mark.parametrize("expression", ["10 ** 1000000", "exp(1000000)", 'number("1e9999999")', "1 / 0"])
def test_a_number_beyond_all_measure_is_null(expression: str) -> None:
    assert feel.evaluate(expression, {}) is None


def test_a_script_that_works_little_is_not_ended_because_the_machine_is_busy() -> None:
    """Slowed down to a fraction of a processor, it takes far longer on the clock than it may work."""
    sandbox.close()
    assert script.run("javascript", "x = 1", {}) == {"x": 1}
    child = sandbox._child
    assert child is not None
    slowed = threading.Thread(target=_slow_down, args=(child.pid, 40))
    slowed.start()
    work = "let n = 0; for (let i = 0; i < 2e7; i++) n += i % 7; x = n > 0"
    assert script.run("javascript", work, {}) == {"x": True}
    slowed.join()
    assert sandbox._child is child


def _slow_down(pid: int, times: int) -> None:
    """Let a process rest nearly always."""
    for _ in range(times):
        os.kill(pid, signal.SIGSTOP)
        time.sleep(0.02)
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.001)
