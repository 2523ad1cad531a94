"""A letter by e-mail, with documents attached.

What it does:
    Sends `subject` and `body` (plain text) to `to` (an address or a list), with `cc`, `reply_to` and
    `attachments` (documents the case has made), and gives `sent` with the message's id and its receivers.

Why it matters:
    An applicant should learn what was decided without coming to ask.

Example:
    `kyzmat:email` with `to` = applicant.email, `subject` = "Your permit", `attachments` = [document].

Limits:
    One server, one sender, set by the operator; plain text; at most 50 receivers and ten attachments.

How sure:
    The message's id is made from the job's, so that a server or reader that sees it twice knows it is the same.
    Mail is never certain to arrive: what the server accepts is sent.

Source:
    RFC 5321 (SMTP), RFC 5322 (messages), RFC 3207 (STARTTLS).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from engine.connections import MailServer
from engine.connectors import connectors
from engine.connectors._call import Call, ConnectorRefused, ConnectorUnavailable, takes
from processes.text import _

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
MOST_RECEIVERS = 50
MOST_ATTACHMENTS = 10


@connectors.register
@takes("to", "subject", "body", optional=("cc", "reply_to", "attachments"))
def email(call: Call) -> Mapping[str, Any]:
    """Return what was sent: `message_id` and `to`."""
    server = call.connections.mail
    if server is None:
        raise ConnectorRefused(_("No mail server is set."), hint=_("Whoever runs the system can set it."))
    to, copies = _addresses(call, "to"), _addresses(call, "cc")
    if not to or len(to) + len(copies) > MOST_RECEIVERS:
        raise ConnectorRefused(
            _("“{label}” names {count} receivers; between 1 and {most} are possible.").format(
                label=call.label, count=len(to) + len(copies), most=MOST_RECEIVERS
            )
        )
    message = EmailMessage()
    message["Message-ID"] = f"<{call.job}@{server.sender.rpartition('@')[2] or 'kyzmat'}>"
    message["Date"] = format_datetime(call.at)
    message["From"], message["To"] = server.sender, ", ".join(to)
    if copies:
        message["Cc"] = ", ".join(copies)
    reply_to = _addresses(call, "reply_to")
    if reply_to:
        message["Reply-To"] = ", ".join(reply_to)
    # A line break in a subject would be a header of its own.
    message["Subject"] = " ".join(call.text("subject").split())
    message.set_content(call.text("body"))
    for document in _attachments(call):
        name, media_type, content = call.means.read_document(document)
        kind, _slash, rest = media_type.partition("/")
        message.add_attachment(content, maintype=kind, subtype=rest or "octet-stream", filename=name)
    send(server, message, [*to, *copies])
    return {"sent": {"message_id": message["Message-ID"], "to": to}}


def _addresses(call: Call, parameter: str) -> list[str]:
    value = call.given.get(parameter)
    several = value if isinstance(value, list) else [] if value is None else [value]
    for each in several:
        if not isinstance(each, str) or not _ADDRESS.fullmatch(each.strip()):
            raise ConnectorRefused(
                _("“{label}” gives no e-mail address for “{parameter}”.").format(
                    label=call.label, parameter=parameter
                )
            )
    return [each.strip() for each in several]


def _attachments(call: Call) -> list[str]:
    value = call.given.get("attachments")
    several = value if isinstance(value, list) else [] if value is None else [value]
    ids = [each.get("id") if isinstance(each, Mapping) else None for each in several]
    if len(ids) > MOST_ATTACHMENTS or not all(isinstance(each, str) for each in ids):
        raise ConnectorRefused(
            _("“{label}” attaches something that is no document of the case.").format(label=call.label)
        )
    return [str(each) for each in ids]


def send(server: MailServer, message: EmailMessage, receivers: list[str]) -> None:
    """Hand a message to the server; raises `ConnectorUnavailable` (try again later) or `ConnectorRefused`."""
    context = ssl.create_default_context()
    try:
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        with connection:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user is not None:
                connection.login(server.user, server.password or "")
            connection.send_message(message, to_addrs=receivers)
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _reason in error.recipients.values()}
        _failed(server, max(codes), "; ".join(sorted(error.recipients)), error)
    except smtplib.SMTPResponseException as error:
        reason = (
            error.smtp_error.decode("utf-8", "replace")
            if isinstance(error.smtp_error, bytes)
            else error.smtp_error
        )
        _failed(server, error.smtp_code, reason, error)
    except (smtplib.SMTPException, OSError) as error:
        raise ConnectorUnavailable(
            _("“{host}” does not answer: {reason}.").format(host=server.host, reason=type(error).__name__)
        ) from error


def _failed(server: MailServer, code: int, reason: str, error: Exception) -> None:
    """Raise by the kind of the code: 4xx is for now, 5xx for good."""
    text = _("The mail server “{host}” answers {status}: {body}").format(
        host=server.host, status=code, body=reason[:200]
    )
    if 400 <= code < 500:
        raise ConnectorUnavailable(text) from error
    raise ConnectorRefused(text) from error
