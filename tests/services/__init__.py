"""Real services for the tests: a PostgreSQL, a broker, a browser, without root and without Docker.

A service is started at most once for a whole run. With xdist that is the controller's task, which hands the
addresses on to its workers through the environment; without xdist a service starts when first asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product

from _pytest.mark.expression import Expression

from tests.services import broker, browser, postgres

MARKS = ("postgres", "broker", "e2e", "slow")


@dataclass
class Service:
    """Something that starts, says its address, and stops."""

    mark: str
    start: Callable[[], tuple[str, Callable[[], None]]]
    _stop: Callable[[], None] | None = field(default=None, init=False)

    @property
    def variable(self) -> str:
        """The environment variable that carries the address to the workers."""
        return f"KYZMAT_TEST_{self.mark.upper()}"

    @property
    def address(self) -> str:
        """Where the service is; starts it when nobody has."""
        if self.variable not in os.environ:
            os.environ[self.variable], self._stop = self.start()
        return os.environ[self.variable]

    def stop(self) -> None:
        """Stops what this very process has started."""
        if self._stop is not None:
            self._stop()
            self._stop = None
            del os.environ[self.variable]


SERVICES = {
    "postgres": Service("postgres", postgres.start),
    "broker": Service("broker", broker.start),
    "e2e": Service("e2e", browser.start),
}


def start_selected(expression: str) -> None:
    """Starts the services whose tests the `-m` expression can select."""
    for mark, service in SERVICES.items():
        if can_select(expression, mark):
            try:
                _ = service.address
            except browser.NoBrowser:
                continue  # each test that needs one says so itself, by skipping or failing


def stop_all() -> None:
    """Stops every service this process has started."""
    for service in SERVICES.values():
        service.stop()


def can_select(expression: str, mark: str) -> bool:
    """Whether some test that carries `mark` is selected by the `-m` expression.

    >>> can_select("not postgres and not slow", "postgres"), can_select("not slow", "postgres")
    (False, True)
    """
    if not expression:
        return True
    compiled = Expression.compile(expression)
    others = [name for name in MARKS if name != mark]
    for present in product((False, True), repeat=len(others)):
        marks = {mark} | {name for name, there in zip(others, present, strict=True) if there}
        if compiled.evaluate(lambda name, /, **_: name in marks):  # noqa: B023 - evaluated at once
            return True
    return False
