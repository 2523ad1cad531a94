"""What the door's store will not do, said in a sentence that a person can act on."""

from __future__ import annotations

from processes.text import Message


class Refusal(Exception):
    """An act that would leave the store in a state with no meaning.

    `message` says what and what to do instead; `field` names the part of the request it is about, where there is one.
    """

    def __init__(self, message: Message, *, field: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
