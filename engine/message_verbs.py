"""The verbs by which a case hears of the world: messages for one, signals for everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from engine import arguments, messaging
from engine.plain_values import plain
from engine.store import waiting

if TYPE_CHECKING:
    from engine.instance import Delivery, KeptMessage
    from engine.store import Unit
    from engine.workshop import Workshop

T = TypeVar("T")


class Messages:
    """The part of `engine.Engine` about messages and signals."""

    _shop: Workshop
    _write: Callable[[Callable[[Unit], T]], T]
    _send: Callable[[Sequence[str]], None]

    def correlate(
        self,
        message: str,
        *,
        key: str | int | None = None,
        data: Mapping[str, Any] | None = None,
        by: str | None = None,
        time_to_live: timedelta | None = None,
        idempotency_key: str | None = None,
        offices: Sequence[str] = (),
    ) -> Delivery:
        """Deliver a message to the instance that waits for it under `key`, or start what begins with it, or keep it.

        A `key` may be a whole number: it is the text that is written like it.

        `offices` are those a case begins in that it starts, where a version is staged for some offices.
        Raises `AmbiguousMessage` when several instances could be meant; then nobody gets it.
        """
        if by is not None:
            arguments.person(by)
        arguments.text("message", message)
        arguments.lasting("time_to_live", time_to_live)
        meant = arguments.key("key", key)
        idempotency_key = arguments.key("idempotency_key", idempotency_key)
        delivery, jobs = self._write(
            lambda unit: messaging.correlate(
                self._shop,
                unit,
                message,
                key=meant,
                data=plain(data),
                by=by,
                time_to_live=time_to_live,
                idempotency_key=idempotency_key,
                offices=offices,
            )
        )
        self._send(jobs)
        return delivery

    def signal(self, name: str, *, data: Mapping[str, Any] | None = None, by: str | None = None) -> Delivery:
        """Let everybody who listens hear a signal."""
        if by is not None:
            arguments.person(by)
        arguments.text("name", name)
        delivery, jobs = self._write(
            lambda unit: messaging.signal(self._shop, unit, name, data=plain(data), by=by)
        )
        self._send(jobs)
        return delivery

    def kept_messages(self) -> list[KeptMessage]:
        """Return the messages nobody has waited for yet, which are still delivered when somebody does."""
        with self._shop.store.read() as unit:
            return waiting.messages(unit, now=self._shop.now(), expired=False)

    def unclaimed_messages(self) -> list[KeptMessage]:
        """Return the messages that were kept in vain: their time is over, and nobody has waited for them."""
        with self._shop.store.read() as unit:
            return waiting.messages(unit, now=self._shop.now(), expired=True)
