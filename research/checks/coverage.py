"""How often the bootstrap intervals of one run hold the truth, plain and as Fierce gives them.

    /usr/bin/python3 research/checks/coverage.py

Prints, for each statistic and number of rows, the share of 1,000 samples whose 95 % interval from
1,000 draws holds the truth: plain percentile, then expanded (docs/measures.md). Some 20 minutes on
one quiet core. CoverageTest checks the Java code itself on fewer cases.
"""

import numpy as np
from scipy.stats import norm, rankdata, t

DRAWS = 1000
SAMPLES = 1000
random = np.random.default_rng(0)


def held(draws, truth, rows):
    draws = np.sort(draws)
    expanded = norm.cdf(-np.sqrt(rows / (rows - 1)) * t.ppf(0.975, rows - 1))
    return [
        np.quantile(draws, tail) <= truth <= np.quantile(draws, 1 - tail)
        for tail in (0.025, expanded)
    ]


def coverage(name, rows, sample, statistic, truth):
    covered = []
    for _ in range(SAMPLES):
        columns = sample(rows)
        drawn = random.integers(0, rows, (DRAWS, rows))
        covered.append(held(statistic(*(column[drawn] for column in columns)), truth, rows))
    print(name, rows, np.mean(covered, axis=0), flush=True)


def mean(x):
    return x.mean(axis=1)


def explained(x, y):
    off = y - y.mean(axis=1, keepdims=True)
    return 1 - ((y - x) ** 2).sum(axis=1) / (off**2).sum(axis=1)


def spearman(x, y):
    a, b = rankdata(x, axis=1), rankdata(y, axis=1)
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    return (a * b).sum(axis=1) / np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))


def pairs(rows):
    x = random.normal(size=rows)
    return x, x + 0.7 * random.normal(size=rows)


for n in (5, 10, 20, 30, 50, 100, 200):
    coverage("mean, normal", n, lambda n: (random.normal(size=n),), mean, 0)
    coverage("mean, squared normal", n, lambda n: (random.normal(size=n) ** 2,), mean, 1)
SHARES = (
    (20, 0.8),
    (50, 0.5),
    (50, 0.8),
    (50, 0.95),
    (100, 0.8),
    (100, 0.9),
    (100, 0.95),
    (200, 0.95),
    (400, 0.95),
    (400, 0.98),
)
for n, p in SHARES:
    coverage(f"share {p}", n, lambda n, p=p: ((random.random(n) < p) * 1.0,), mean, p)
for n in (20, 50, 100, 200):
    coverage("R2", n, pairs, explained, 1 - 0.49 / 1.49)
    coverage("Spearman", n, pairs, spearman, 6 / np.pi * np.arcsin(1 / np.sqrt(1.49) / 2))
