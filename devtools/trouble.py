"""What can go wrong while setting up, each as one sentence and the way out.

Tools report a full disk or a missing network in many words and many ways. `recognise` finds the cause in what
a tool has printed; whatever it does not know is shown as the tool said it, with the place of the full log.
"""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

NEEDED_MEGABYTES = 2500
"""What a first set-up writes: the environment, the web packages, the bundles and the download caches."""

_CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"No space left on device|ENOSPC|os error 28|Disk quota exceeded",
        "The disk is full.",
        "Free some space (a set-up needs about 2.5 GB) and run the same command again; it goes on where it stopped.",
    ),
    (
        r"ensurepip is not available|No module named '?(ensurepip|venv)",
        "This Python cannot make virtual environments, because its venv module is not installed.",
        "Install it (on Debian and Ubuntu: apt install python3-venv) or start dev.py with another Python 3.11+.",
    ),
    (
        r"[Tt]unnel connection failed|ProxyError|proxy .*(refused|failed|unreachable)|407 Proxy|connect to proxy",
        "The proxy does not let the download through.",
        "Check the variables HTTPS_PROXY and NO_PROXY, then run the same command again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|UnknownIssuer|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)\w*|invalid peer certificate",
        "The certificate of the package server is not trusted on this machine.",
        "If your network has its own certificate authority, name its file in SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.",
    ),
    (
        (
            r"name resolution|Name or service not known|nodename nor servname|ENOTFOUND|EAI_AGAIN|dns error"
            r"|[Ff]ailed to establish a new connection|Network is unreachable|ENETUNREACH|ECONNREFUSED|ETIMEDOUT"
            r"|ECONNRESET|error sending request|[Cc]onnection refused|[Cc]onnection timed out|operation timed out"
            r"|Read timed out|No matching distribution found for uv"
        ),
        "There is no connection to the package server.",
        "Connect this machine to the network (or set HTTPS_PROXY, or point pip and npm to a mirror) and run it again.",
    ),
    (
        r"Permission denied|EACCES|os error 13",
        "A file or folder may not be written.",
        "Run dev.py as the owner of this folder; if another user ran it before, remove .venv and var first.",
    ),
    (
        r"do not match the hashes|Hash mismatch|EINTEGRITY",
        "A downloaded package is not the one that was locked.",
        "Run the same command again; if it stays, the mirror in use serves changed files: use another one.",
    ),
)


class Trouble(Exception):
    """Something the developer has to put right; says what, and the way out."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what, way_out)
        self.what = what
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.what}\n{self.way_out}"


def recognise(step: str, output: str, log: Path) -> Trouble:
    """Returns the trouble behind `output`, which a failed tool printed during `step`."""
    running = " ".join(output.split())  # tools wrap their lines anywhere
    for pattern, what, way_out in _CAUSES:
        if re.search(pattern, running):
            return Trouble(f"{step}: {what}", f"{way_out}\n(What the tool printed: {log})")
    said = [line.strip() for line in output.splitlines() if line.strip()][-6:]
    return Trouble(
        f"{step} failed:\n  " + "\n  ".join(said or ["(nothing was printed)"]), f"The whole output: {log}"
    )


def require_space(folder: Path, *, megabytes: int = NEEDED_MEGABYTES) -> None:
    """Raises Trouble when the disk under `folder` cannot take a set-up."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise Trouble(
            f"The disk is nearly full: {free} MB are free in {folder}, a set-up needs about {megabytes} MB.",
            "Free some space and run the same command again.",
        )


def require_port(host: str, port: int) -> None:
    """Raises Trouble when nothing can listen on `port` of `host`."""
    if port == 0:
        return
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise Trouble(
            f"The address {host} is unknown on this machine.", "Give another one with --host."
        ) from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError as error:
            raise Trouble(
                f"Port {port} may be used by the administrator only.", "Choose one above 1023."
            ) from error
        except OSError as error:
            raise Trouble(
                f"Port {port} of {host} is already in use, perhaps by another Kyzmat.",
                f"Stop that program, or choose another port: python3 dev.py run --port {port + 1}",
            ) from error
