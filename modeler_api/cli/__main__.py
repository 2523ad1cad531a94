"""`python -m modeler_api.cli` is `kyzmat`."""

from __future__ import annotations

from modeler_api.cli import main

main()
