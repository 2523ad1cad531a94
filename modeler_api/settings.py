"""Settings are read once, at the door, from the environment.

Every setting has a default that makes a laptop work with nothing configured: a SQLite file under `var/`,
jobs run in line, a secret generated on first start. Each one is also an environment variable that starts with
`KYZMAT_`, so a deployment is described by its environment and by nothing else.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import secrets
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from processes.calendar import WorkingCalendar

LOCALES = ("ky", "ru", "en")
"""The languages of the pages, the state language first."""


@cache
def office_calendar(official: str) -> WorkingCalendar:
    """The default calendar with holidays moved from their provisional to their official dates.

    >>> known = office_calendar("")
    >>> day = min(known.provisional)
    >>> day in office_calendar(f"{day}={day + dt.timedelta(days=1)}").days_off
    False
    """
    calendar = WorkingCalendar.default()
    for pair in official.split():
        before, _equals, after = pair.partition("=")
        calendar = calendar.with_official(dt.date.fromisoformat(before), dt.date.fromisoformat(after))
    return calendar


class Settings(BaseSettings):
    """What an operator can decide; each field is the environment variable `KYZMAT_` + its name."""

    model_config = SettingsConfigDict(env_prefix="KYZMAT_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    data: Path = Path("var")
    database_url: str | None = None
    broker: str | None = None
    secret: SecretStr | None = None
    demo: bool = True
    default_locale: Literal["ky", "ru", "en"] = "ky"
    timezone: str = "Asia/Bishkek"
    upload_limit_mb: int = Field(default=10, ge=1, le=1024)
    session_hours: int = Field(default=10, ge=1, le=72)
    session_idle_minutes: int = Field(default=30, ge=2, le=1440)
    oidc: Path | None = None
    people_figures: bool = False
    people_figures_minimum: int = Field(default=5, ge=2, le=1000)
    https: bool = False
    behind_proxy: bool = False
    login_attempts: str = "10 per 5 minutes"
    clamd: str | None = None
    public_url: str | None = None
    official_holidays: str = ""
    support_email: str = "help@kyzmat.example"
    support_phone: str = "119"
    threads: int = Field(default=8, ge=1, le=128)
    connections: Path | None = None
    script_milliseconds: int = Field(default=250, ge=10, le=60_000)
    script_megabytes: int = Field(default=64, ge=16, le=1024)

    @property
    def store_url(self) -> str:
        """The database address with an explicit driver; a SQLite file in the data folder by default."""
        url = self.database_url
        if url is None:
            return f"sqlite:///{(self.data / 'kyzmat.sqlite3').resolve()}"
        for plain in ("postgresql://", "postgres://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        return url

    @field_validator("official_holidays")
    @classmethod
    def _are_holidays(cls, text: str) -> str:
        office_calendar(text)
        return text

    @property
    def calendar(self) -> WorkingCalendar:
        """The working time of the offices, with the provisional holidays moved whose official date is known."""
        return office_calendar(self.official_holidays)

    @property
    def address(self) -> str:
        """Where people outside find this installation, as a letter tells them; without a slash at the end."""
        scheme = "https" if self.https else "http"
        return (self.public_url or f"{scheme}://{self.host}:{self.port}").rstrip("/")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the address the server binds to."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def secret_key(self) -> str:
        """The key that signs sessions: as configured, else kept in the data folder, made on first use."""
        if self.secret is not None:
            return self.secret.get_secret_value()
        path = self.data / "secret"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
            fresh.replace(path)
        return path.read_text(encoding="ascii").strip()
