"""HTTP to where the operator allows it, and to nowhere else.

An address is looked up once and the connection goes to what was found, so that a name cannot mean one machine when it
is checked and another when it is called.  Redirects are not followed, and no proxy of the environment is used.

Source: OWASP Server-Side Request Forgery Prevention Cheat Sheet.
"""

from __future__ import annotations

import ipaddress
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from engine.connectors._call import ConnectorRefused, ConnectorUnavailable
from processes.text import _

#: What means “later”: RFC 9110, 15.5.9, 15.5.14; RFC 6585, 4; RFC 8470, 5.2.
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back: `body` is the value of JSON, else text."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True, kw_only=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str
    address: str


def request(
    method: str,
    url: str,
    *,
    hosts: Sequence[str],
    headers: Mapping[str, str],
    body: bytes | None = None,
    query: Mapping[str, Any] | None = None,
    timeout: float,
    most_bytes: int,
) -> Reply:
    """Return the reply.

    Raises `ConnectorRefused` for an address that is not allowed, `ConnectorUnavailable` when nobody answers.
    """
    import urllib3

    target = _target(url, hosts)
    path = target.path
    if query:
        path += ("&" if "?" in path else "?") + urlencode(
            {key: value for key, value in query.items() if value is not None}, doseq=True
        )
    common: dict[str, Any] = {"timeout": urllib3.Timeout(timeout), "retries": False, "maxsize": 1}
    pool: urllib3.HTTPConnectionPool
    if target.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            target.address,
            target.port,
            server_hostname=target.host,
            assert_hostname=target.host,
            cert_reqs="CERT_REQUIRED",
            **common,
        )
    else:
        pool = urllib3.HTTPConnectionPool(target.address, target.port, **common)
    usual = target.port == (443 if target.scheme == "https" else 80)
    sent = {**headers, "Host": target.host if usual else f"{target.host}:{target.port}"}
    try:
        with pool:
            reply = pool.urlopen(
                method,
                path,
                body=body,
                headers=sent,
                redirect=False,
                preload_content=False,
                decode_content=True,
            )
            try:
                content = reply.read(most_bytes + 1)
            finally:
                reply.close()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise ConnectorUnavailable(
            _("“{host}” does not answer: {reason}.").format(host=target.host, reason=type(error).__name__)
        ) from error
    if len(content) > most_bytes:
        raise ConnectorRefused(
            _("“{host}” answers with more than {bytes} bytes.").format(host=target.host, bytes=most_bytes)
        )
    return Reply(
        status=reply.status,
        headers={key.lower(): value for key, value in reply.headers.items()},
        body=_read(content, reply.headers.get("Content-Type", "")),
    )


def judge(reply: Reply, host: str, *, accept: Sequence[int] = ()) -> Reply:
    """Return a reply that is a success or accepted; others are tried again or refused, by their status."""
    if 200 <= reply.status < 300 or reply.status in accept:
        return reply
    if reply.status in LATER:
        raise ConnectorUnavailable(
            _("“{host}” answers {status}.").format(host=host, status=reply.status),
            retry_after=_pause(reply.headers.get("retry-after")),
        )
    shown = reply.body if isinstance(reply.body, str) else json.dumps(reply.body, ensure_ascii=False)
    raise ConnectorRefused(
        _("“{host}” answers {status}: {body}").format(host=host, status=reply.status, body=shown[:200])
    )


def host_of(url: str) -> str:
    """Return the host an address names, for messages."""
    return urlsplit(url).hostname or url[:60]


def _target(url: str, hosts: Sequence[str]) -> _Target:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    host = (parts.hostname or "").rstrip(".").lower()
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    if usual is None or not host or parts.username is not None or port == 0:
        raise ConnectorRefused(_("“{url}” is no address that can be called.").format(url=url[:120]))
    port = port or usual
    exact = {f"{host}:{port}", *([host] if port == 443 else [])}
    plain = {f"http://{host}:{port}", *([f"http://{host}"] if port == 80 else [])}
    named = any(entry in (exact if parts.scheme == "https" else plain) for entry in map(str.lower, hosts))
    below = (
        parts.scheme == "https"
        and port == 443
        and any(entry.startswith(".") and host.endswith(entry.lower()) for entry in hosts)
    )
    if not named and not below:
        raise ConnectorRefused(
            _("“{host}” is not among the hosts that may be called.").format(
                host=f"{parts.scheme}://{host}:{port}"
            ),
            hint=_("Whoever runs the system can allow it."),
        )
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ConnectorUnavailable(_("There is no address for “{host}” now.").format(host=host)) from error
    address = str(found[0][4][0])
    if not named and not ipaddress.ip_address(address.partition("%")[0]).is_global:
        # A name below an allowed one must not lead back inside.
        raise ConnectorRefused(
            _("“{host}” leads to an address inside ({address}).").format(host=host, address=address)
        )
    path = parts.path or "/"
    return _Target(
        scheme=parts.scheme,
        host=host,
        port=port,
        path=f"{path}?{parts.query}" if parts.query else path,
        address=address,
    )


def _read(content: bytes, media_type: str) -> Any:
    kind, _semicolon, rest = media_type.partition(";")
    text = content.decode("utf-8", "replace")
    del rest
    if kind.strip().lower().endswith("json"):
        try:
            return json.loads(text) if text.strip() else None
        except ValueError:
            return text
    return text


def _pause(text: str | None) -> timedelta | None:
    if text is None or not text.strip().isdecimal():
        return None
    return min(timedelta(seconds=int(text)), LONGEST_PAUSE)
