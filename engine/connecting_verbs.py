"""The verbs about what connectors left behind, and the door for other organisations' messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from engine import arguments
from engine.connecting import means
from engine.connectors import connectors
from engine.connectors._call import Call, ConnectorRefused, ConnectorUnavailable
from engine.connectors._typeset import typeset
from engine.connectors.email import send
from engine.document import Document
from engine.errors import InvalidArgument, NotEntitled, UnknownDocument
from engine.identifiers import new_id
from engine.lookup import Lookup
from engine.operations import id_of
from engine.signature import check
from engine.store import documents, lookups
from processes.text import _

if TYPE_CHECKING:
    from engine.instance import Delivery, Instance
    from engine.workshop import Workshop
    from processes.registry import Registry


class Connecting:
    """The part of `engine.Engine` that is about the world outside."""

    _shop: Workshop
    correlate: Callable[..., Delivery]

    @property
    def connectors(self) -> Registry[Callable[..., Mapping[str, Any]]]:
        """The connectors there are, by name; their docstrings say what each takes and gives."""
        return connectors

    @property
    def has_mail(self) -> bool:
        """Whether a mail server is set."""
        return self._shop.connections.mail is not None

    def send_mail(self, to: str, *, subject: str, body: str, id_: str) -> bool:
        """Hand a plain letter to the mail server; return False when it does not answer now, so that it is tried again.

        `id_` makes the message's id, so that a letter sent twice is known to be the same.  Raises `ConnectorRefused`
        when the server does not take it.
        """
        server = self._shop.connections.mail
        if server is None:
            raise ConnectorRefused(_("No mail server is set."), hint=_("Whoever runs the system can set it."))
        message = EmailMessage()
        message["Message-ID"] = f"<{id_}@{server.sender.rpartition('@')[2] or 'kyzmat'}>"
        message["Date"] = format_datetime(self._shop.now())
        message["From"], message["To"] = server.sender, to
        message["Subject"] = " ".join(subject.split())
        message.set_content(body)
        try:
            send(server, message, [to])
        except ConnectorUnavailable:
            return False
        return True

    def document(self, id_: str) -> Document:
        """Return a document a connector has made; raises `UnknownDocument`."""
        with self._shop.store.read() as unit:
            found = documents.get(unit, id_)
        if found is None:
            raise UnknownDocument(id_)
        return found

    def documents(self, instance: Instance | str) -> list[Document]:
        """Return the documents of an instance, oldest first."""
        with self._shop.store.read() as unit:
            return documents.of_instance(unit, id_of(instance))

    def lookups(
        self,
        *,
        about: str | None = None,
        instance: Instance | str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Lookup]:
        """Return who asked registers what about whom, the newest first: about somebody, in an instance, or all."""
        with self._shop.store.read() as unit:
            return lookups.some(
                unit,
                about=about,
                instance=None if instance is None else id_of(instance),
                limit=limit,
                offset=offset,
            )

    def ask_register(
        self,
        service: str,
        *,
        about: str,
        purpose: str,
        by: str,
        query: Mapping[str, Any] | None = None,
        instance: Instance | str | None = None,
        business_key: str | None = None,
    ) -> dict[str, Any]:
        """Return what a register answers a person: `id`, `found`, `status`, `data` and `asked`, when it was asked.

        The question is written down before it is asked, like that of a service task.  Raises `ConnectorRefused` when
        it cannot be asked so, `ConnectorUnavailable` when the register does not answer now.
        """
        arguments.person(by)
        of = "" if instance is None else id_of(instance)
        call = Call(
            job=new_id(),
            instance=of,
            business_key=business_key,
            element="",
            label=service,
            given={"service": service, "about": about, "purpose": purpose, "query": dict(query or {})},
            asked_by=by,
            at=self._shop.now(),
            connections=self._shop.connections,
            means=means(self._shop, of),
        )
        answer = dict(connectors["registry_lookup"](call)["answer"])
        return {**answer, "id": call.job, "asked": call.at}

    def typeset(
        self,
        template: str,
        *,
        data: Mapping[str, Any],
        language: str,
        number: str,
        qr: str = "",
        words_around_qr: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the PDF of a template with data, dated today; raises `ConnectorRefused` when it cannot be set."""
        return typeset(
            self._shop.connections,
            template,
            data=data,
            language=language,
            on=self._shop.now().date(),
            number=number,
            qr=qr,
            words_around_qr=words_around_qr,
        )

    def receive(self, body: bytes, *, sender: str, signature: str) -> Delivery:
        """Take a message of another organisation: it is correlated once, however often it is sent.

        Raises `NotEntitled` when the sender is not known, or the signature is not theirs or not of now.
        """
        peer = self._shop.connections.peers.get(sender)
        if peer is None:
            raise NotEntitled(_("The organisation “{name}” is not known.").format(name=sender[:60]))
        check(body, peer.key, signature, now=self._shop.now())
        try:
            said = json.loads(body)
            id_, name, key, data = said["id"], said["message"], said["key"], said["data"]
        except (ValueError, KeyError, TypeError):
            raise InvalidArgument("body", hint=_("Send id, message, key and data as JSON.")) from None
        if not isinstance(id_, str) or not isinstance(name, str) or not isinstance(data, dict):
            raise InvalidArgument("body", hint=_("Send id, message, key and data as JSON."))
        return self.correlate(
            name,
            key=None if key is None else str(key),
            data=data,
            by=f"organisation:{sender}",
            idempotency_key=f"{sender}:{id_}",
        )
