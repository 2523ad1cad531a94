"""The process in which scripts run: nothing of the engine is in it, and it may die without anybody else dying.

V8 ends its whole process when a script asks for a list that is too long, and memory outside of its heap is not counted
by its limit; so scripts have a process of their own, with limits of the operating system around it.  It is started as
a program and imports nothing of the house.  For each line on its input, JSON with the script, it takes an isolate,
answers with one line, throws the isolate away, makes the next and says that it is ready.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sys
from collections.abc import Iterator

#: Memory the process may write to, beyond what an isolate's own limit counts (typed arrays, WebAssembly).
MOST_DATA = 768 * 1024 * 1024

#: How many times its working time a script may last on the clock: a busy machine gives it only a part of a processor.
PATIENCE = 40

#: Runs in each isolate before the script.  What the script could use to go on after its end, or to take memory that
#: nobody counts, is taken away; what reads its results is kept in hand, so that the script cannot exchange it.
RUNNER = """
(() => {
  "use strict";
  const {stringify, parse} = JSON;
  const {getOwnPropertyNames, defineProperty, hasOwn} = Object;
  const [isFinite, run] = [Number.isFinite, globalThis.eval];
  const [SyntaxError_, Promise_, Error_] = [SyntaxError, Promise, Error];
  const kind = (value) => typeof value;
  for (const name of ["setTimeout", "clearTimeout", "__timer_manager", "__TimerManager", "WebAssembly", "Atomics",
    "SharedArrayBuffer", "WeakRef", "FinalizationRegistry", "ShadowRealm", "console"]) {
    try { delete globalThis[name]; } catch { defineProperty(globalThis, name, {value: undefined}); }
    if (name in globalThis) globalThis[name] = undefined;
  }
  const given = parse(VARIABLES);
  const standard = new Set(getOwnPropertyNames(globalThis));
  for (const name of getOwnPropertyNames(given)) {
    defineProperty(globalThis, name, {value: given[name], writable: true, enumerable: true, configurable: true});
  }
  const inSet = Set.prototype.has;
  const check = (key, value) => {
    switch (kind(value)) {
      case "function": throw new Error_("“" + key + "” is a function, which is no value that can be kept");
      case "symbol": throw new Error_("“" + key + "” is a symbol, which is no value that can be kept");
      case "bigint": throw new Error_("“" + key + "” is a BigInt; give a number or a text");
      case "number": if (!isFinite(value)) throw new Error_("“" + key + "” is " + value + ", which is no number");
    }
    return value;
  };
  const names = getOwnPropertyNames;
  const isGiven = (name) => hasOwn(given, name);
  const named = "\\n//# sourceURL=script";
  let value;
  try {
    try {
      value = run(SOURCE + named);
    } catch (error) {
      if (!(error instanceof SyntaxError_) || !/return/.test(error.message)) throw error;
      value = run("(function () {" + SOURCE + "\\n})()" + named);
    }
  } catch (error) {
    if (!(error instanceof Error_)) throw error;
    const line = /\\bscript:(\\d+):/.exec(error.stack)?.[1];
    throw new Error_(error.name + ": " + error.message + (line ? " (line " + line + ")" : ""));
  }
  if (value instanceof Promise_) throw new Error_("the script answers later (a promise); it must answer at once");
  const after = {__proto__: null};
  for (const name of names(globalThis)) {
    if (isGiven(name) || !inSet.call(standard, name)) {
      const found = globalThis[name];
      // What a script declares for itself is no result.
      if (kind(found) !== "function") after[name] = found === undefined ? null : found;
    }
  }
  return stringify([after, value === undefined || kind(value) === "function" ? null : value], check);
})()
"""


def confine() -> None:
    """Let the process write to no file, and take no more memory or children than it needs."""
    os.chdir("/")
    try:
        import resource
    except ImportError:
        # Windows: only the isolate's own limits and the parent's clock hold there.
        return
    for name, most in (
        ("RLIMIT_DATA", MOST_DATA),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", 32),
    ):
        # A system that does not know a limit, or has a lower one, keeps its own.
        with contextlib.suppress(ValueError, OSError, AttributeError):
            kind = getattr(resource, name)
            resource.setrlimit(kind, (most, most))


@contextlib.contextmanager
def working_at_most(seconds: float) -> Iterator[float]:
    """End the process once it has worked so long, whatever the machine does besides; give the time on the clock.

    The parent knows by the signal why it ended.  Without such a timer (Windows) the clock on the wall has to do.
    """
    if not hasattr(signal, "setitimer"):
        yield seconds
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield seconds * PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def answer(racer: object, asked: dict[str, object]) -> dict[str, object]:
    """Return what the script in `asked` gives in this isolate: {"answer": text} or {"error": kind, "reason": text}."""
    from py_mini_racer import JSEvalException, JSOOMException

    source = RUNNER.replace("VARIABLES", json.dumps(asked["variables"]), 1)
    source = source.replace("SOURCE", json.dumps(asked["source"]))
    try:
        with working_at_most(float(asked["seconds"])) as most:  # type: ignore[arg-type]  # JSON of the engine's
            given = racer.eval(source, timeout_sec=most, max_memory=asked["bytes"])  # type: ignore[attr-defined]  # the library has no types
        return {"answer": str(given)}
    except JSOOMException:
        return {"error": "memory"}
    except TimeoutError:
        return {"error": "time"}
    except JSEvalException as error:
        if "imeout" in type(error).__name__ or "terminated" in str(error):
            return {"error": "time"}
        lines = [line for line in str(error).splitlines() if line.strip()]
        reason = re.sub(r"^.*?:\d+: (Error: )?", "", lines[0]).strip() if lines else type(error).__name__
        return {"error": "script", "reason": reason[:500]}


def main() -> None:
    """Answer one line after another until the input ends."""
    from py_mini_racer import MiniRacer

    confine()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What the library or V8 itself prints goes nowhere.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    while True:
        racer = MiniRacer()
        out.write("ready\n")
        out.flush()
        line = sys.stdin.readline()
        if not line:
            os._exit(0)
        out.write(json.dumps(answer(racer, json.loads(line))) + "\n")
        out.flush()
        # A small call lets a stopped one report before its isolate goes; one that never does is ended by the parent.
        with contextlib.suppress(Exception):
            racer.eval("0", timeout_sec=0.2)
        racer.close()


if __name__ == "__main__":
    main()
