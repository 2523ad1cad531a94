"""The detectors, tested: what no feature says."""
