#!/usr/bin/env python3
"""Everything a developer does, in two commands: `python3 dev.py run` and `python3 dev.py test`.

This file and `devtools/` use the standard library only: they run before anything is installed. What they make
lies in `.venv/` (the environment) and `var/` (everything else), so removing the two folders undoes them.
"""

from __future__ import annotations

import sys

if sys.version_info[:2] < (3, 11):  # noqa: UP036 - an older Python is told so, and does not fail at the imports below
    sys.exit(
        "Kyzmat needs Python 3.11 or newer. Start dev.py with a newer one, for example: python3.12 dev.py run"
    )

import argparse
from pathlib import Path

from devtools import layers, running
from devtools.environment import Environment
from devtools.trouble import Trouble

ROOT = Path(__file__).resolve().parent

VERBS = """\
verbs:
  run [--host H] [--port P] [--data DIR]   set up what is missing, then serve Kyzmat until Ctrl-C
  test [pytest arguments]                  everything: lint, types, contracts, tests, services, browser
  check                                    lint, types, contracts and the fast tests, in under a minute
  setup                                    only set up
  bench [arguments]                        measure how fast it is (see bench/)
  shots [arguments]                        a picture of every page for every role, into var/shots/
"""


def main(arguments: list[str]) -> int:
    """Returns the exit code of the verb named first in `arguments`."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        epilog=VERBS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="python3 dev.py VERB …",
    )
    parser.add_argument("verb", choices=["run", "test", "check", "setup", "bench", "shots"], metavar="VERB")
    asked = parser.parse_args(arguments[:1] or ["--help"])
    rest = arguments[1:]
    environment = Environment(ROOT)
    try:
        if asked.verb == "run":
            return running.run(environment, rest)
        environment.set_up(announce=asked.verb == "setup")
        if asked.verb == "test":
            return layers.test(environment, rest)
        if asked.verb == "check":
            return layers.check(environment)
        if asked.verb == "bench":
            return running.module(environment, "bench", rest)
        if asked.verb == "shots":
            return running.module(environment, "tests.shots", rest)
        return 0
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
