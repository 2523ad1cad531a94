"""Files that are the same for everybody go out compressed; pages do not.

A page holds a secret of its session and words of whoever asked for it: together and compressed, its size would tell an
eavesdropper about the secret (BREACH, https://www.breachattack.com).
"""

from __future__ import annotations

from flask import Flask, Response, request
from flask_compress import Compress

KINDS = ["text/css", "text/javascript", "application/javascript", "image/svg+xml"]


def install(app: Flask) -> None:
    """Compress styles, scripts and drawings for browsers that take them so."""
    app.config.update(
        COMPRESS_MIMETYPES=KINDS,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_STREAMS=False,
    )
    Compress(app)
    app.after_request(_whole)


def _whole(response: Response) -> Response:
    """Read a file before it is compressed, so that it is closed with the response (this runs before the compressor)."""
    if request.endpoint == "static" and response.mimetype in KINDS and response.status_code == 200:
        response.direct_passthrough = False
        response.make_sequence()
    return response
