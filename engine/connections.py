"""What connectors may reach, as the operator says: hosts, secrets, the mail server, the register, other organisations.

None of it is in a model.  A model names a secret (`{{secrets.NAME}}`), an organisation or a service; whoever runs the
engine says what stands behind the name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Environment variables with this prefix are secrets: KYZMAT_SECRET_CADASTRE is `secrets.CADASTRE`.
PREFIX = "KYZMAT_SECRET_"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """An SMTP server; `security` is tls, starttls or none."""

    host: str
    port: int = 587
    sender: str
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 20.0


@dataclass(frozen=True, kw_only=True)
class Register:
    """The security server that stands before the registers, and who asks: `client` is this organisation's X-Road id."""

    url: str
    client: str
    timeout: float = 20.0


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Another organisation: where its messages go, and the key both know."""

    url: str
    key: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Connections:
    """Everything connectors may reach; by default nothing.

    `hosts` are those HTTP calls may go to: `api.example.kg` (HTTPS on port 443), `api.example.kg:8443`, `.example.kg`
    (all below it), or `http://10.0.0.5:8080` for a plain one.  `templates` is a folder of typst templates that come
    before the built-in ones.
    """

    hosts: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    mail: MailServer | None = None
    register: Register | None = None
    organisation: str = ""
    peers: Mapping[str, Peer] = field(default_factory=dict)
    templates: Path | None = None
    timeout: float = 10.0
    most_bytes: int = 1024 * 1024

    @classmethod
    def read(cls, path: Path | None, environment: Mapping[str, str]) -> Connections:
        """Return what a TOML file says, with the secrets of the environment.

        Values of the file that begin with `env:` are names of environment variables, so that no password need stand in
        it.
        """

        def filled(value: Any) -> Any:
            if isinstance(value, str) and value.startswith("env:"):
                return environment[value.removeprefix("env:")]
            if isinstance(value, dict):
                return {key: filled(each) for key, each in value.items()}
            return value

        said = filled(tomllib.loads(path.read_text(encoding="utf-8"))) if path is not None else {}
        secrets = {
            key.removeprefix(PREFIX): value for key, value in environment.items() if key.startswith(PREFIX)
        }
        return cls(
            hosts=tuple(said.get("hosts", ())),
            secrets={**said.get("secrets", {}), **secrets},
            mail=MailServer(**said["mail"]) if "mail" in said else None,
            register=Register(**said["register"]) if "register" in said else None,
            organisation=said.get("organisation", ""),
            peers={name: Peer(**each) for name, each in said.get("peers", {}).items()},
            templates=Path(said["templates"]) if "templates" in said else None,
            timeout=float(said.get("timeout", 10.0)),
        )
