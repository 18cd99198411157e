"""The mean of ratings, and between which values it lies with a confidence of 95%: Student's t.

Well known for small numbers. Its quantile is worked out from the normal one by the expansion of
Fisher and Cornish (1960; Abramowitz and Stegun 26.7.5): off by 0.001 for five answers, by less for
more.
"""

from collections.abc import Mapping
from math import sqrt
from statistics import NormalDist

NORMAL = NormalDist().inv_cdf(0.975)


def quantile(degrees: int) -> float:
    """The 97.5% quantile of Student's t with so many degrees of freedom, four at least."""
    z = NORMAL
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + sum(term / float(degrees) ** power for power, term in enumerate(terms, 1))


def mean_within(counts: Mapping[int, int]) -> tuple[float, float, float]:
    """The mean of so many of each value, and the lowest and highest it may be; five at least."""
    many = sum(counts.values())
    mean = sum(value * count for value, count in counts.items()) / many
    spread = sum(count * (value - mean) ** 2 for value, count in counts.items()) / (many - 1)
    reach = quantile(many - 1) * sqrt(spread / many)
    return mean, mean - reach, mean + reach
