"""Simulation and redesign: cases a second with queues and calendars, findings, proposals and reports."""

from __future__ import annotations

import analytics as an
from bench.sample import Sample, timed
from processes import library


def measure(size: int) -> list[Sample]:
    """Simulates the certificate with one person at each desk, then walks the study once."""
    certificate = library["aiyl_okmotu_certificate"]
    cases = 20 if size == 0 else 2000 * size
    log = an.simulate(certificate.as_is, certificate.scenario, cases=cases, seed=7)
    findings = an.detect(log, certificate.as_is)
    report = an.report(findings, log=log, model=certificate.as_is)
    return [
        timed(
            "certificates simulated",
            cases,
            lambda: an.simulate(certificate.as_is, certificate.scenario, cases=cases, seed=7),
        ),
        timed("certificates compared", cases, lambda: an.compare(log, log)),
        timed("redesigns proposed", 1, lambda: an.redesign(certificate.as_is, findings)),
        timed("reports made", 1, lambda: an.report(findings, log=log, model=certificate.as_is)),
        timed("reports as HTML", 1, lambda: report.rendered("html")),
        timed("reports as PDF", 1, lambda: report.rendered("pdf")),
        timed("reports as workbook", 1, lambda: report.rendered("xlsx")),
    ]
