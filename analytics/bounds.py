"""Confidence bounds of a share: how far a count of a few cases can be trusted.

Source: Wilson (1927), doi:10.1080/01621459.1927.10502953.
"""

from __future__ import annotations

from math import sqrt

#: Two-sided 95 %.
USUAL = 1.959964


def wilson(count: int, n: int, *, z: float = USUAL) -> tuple[float, float]:
    """Return the interval of a share, with 95 % confidence unless `z` says otherwise.

    >>> [round(bound, 3) for bound in wilson(95, 100)]
    [0.888, 0.978]
    """
    share = count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    width = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - width), min(1.0, middle + width)


def z_of(tries: int) -> float:
    """Return the `z` that keeps 95 % confidence over this many looks (Bonferroni): many looks find something by chance.

    >>> round(z_of(1), 2), z_of(100) > z_of(10) > z_of(1)
    (1.96, True)
    """
    from statistics import NormalDist

    return NormalDist().inv_cdf(1 - 0.05 / (2 * max(1, tries)))
