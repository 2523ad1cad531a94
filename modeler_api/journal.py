"""What the server says about itself: one line a request, each with the request's id, never a person's data."""

from __future__ import annotations

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request


def configure(*, as_json: bool | None = None) -> None:
    """Send the logs to standard error: lines for people at a terminal, JSON otherwise."""
    machine = not sys.stderr.isatty() if as_json is None else as_json
    # A traceback never shows the values of variables: one of them may be a person's data or the secret.
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if machine
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    in_json = structlog.processors.ExceptionRenderer(
        structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            in_json if machine else structlog.processors.StackInfoRenderer(),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """The log of one part of the door."""
    found: structlog.typing.FilteringBoundLogger = structlog.get_logger(part=name)
    return found


def _begin() -> None:
    g.request_id = secrets.token_hex(6)
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _end(response: Response) -> Response:
    if request.endpoint not in ("static", "health.show"):
        logger("web").info(
            "answered",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None,
        )
    return response


def install(app: Flask) -> None:
    """Log every request of the application but those for static files and health."""
    if not structlog.is_configured():
        configure()
    app.before_request(_begin)
    app.after_request(_end)
