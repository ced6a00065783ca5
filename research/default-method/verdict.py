#!/usr/bin/env python3
"""Says how the default method did on the five report sets, from their comparison.json files alone; no packages needed.

    research/default-method/verdict.py research/default-method            # a folder of NAME.json, one a data set

A set is won against a group of rivals where the paired difference to the best of them (by mean over seeds) has a 95 % interval
(Student's t over seeds) beyond zero. p values are corrected after Holm over the sets.
"""
import json
import math
import os
import sys

DEFAULT = "default"
NAMED = ["cross-entropy", "label-smoothing", "cosine-head", "fierce-published", "raw-input"]
ABLATIONS = ["default-last-layer", "cross-entropy-layers", "untrained-layers"]  # parts of the default, no rivals of it
BOUNDS = ["coarse-mean", "fine-ceiling"]  # told more than coarse labels
PRIMARY = [("knnAccuracyWithinTrue", 1, 3), ("transferMeanSquaredError", -1, 4), ("probeR2", 1, 3)]
ORDER = ["cifar100", "omniglot", "samson", "california-housing", "trec"]


def t_tail(t, df):
    """Two-sided p of Student's t, by Simpson's rule over the density after x = tan(u)."""
    density = lambda u: math.cos(u) ** (df - 1)
    limit = math.atan(abs(t) / math.sqrt(df))
    part = lambda a, b, n=2000: (b - a) / (3 * n) * sum(
        (1 if i in (0, n) else 4 if i % 2 else 2) * density(a + (b - a) * i / n) for i in range(n + 1))
    return 1 - part(0, limit) / part(0, math.pi / 2)


def t_quantile(df):
    low, high = 0.0, 1000.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, df) > 0.05 else (low, middle)
    return low


def summary(values):
    n = len(values)
    mean = sum(values) / n
    error = math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1) / n)
    return mean, t_quantile(n - 1) * error, t_tail(mean / error, n - 1) if error > 0 else (0.0 if mean else 1.0)


def paired(a, b):
    return summary([x - y for x, y in zip(a, b)])


def holm(ps):
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    corrected, largest = [0.0] * len(ps), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, (len(ps) - rank) * ps[i]))
        corrected[i] = largest
    return corrected


class Set:
    def __init__(self, folder, name):
        with open(os.path.join(folder, name + ".json")) as file:
            tree = json.load(file)
        self.name = name
        self.seeds = tree["seeds"]
        self.methods = {m["name"]: {k: v["values"] for k, v in m["scores"].items() if "values" in v} for m in tree["methods"]}
        self.key, self.sign, self.digits = next(p for p in PRIMARY if p[0] in self.methods[DEFAULT])
        self.rivals = [m for m in self.methods if self.key in self.methods[m] and m not in [DEFAULT] + ABLATIONS + BOUNDS]

    def values(self, method, key=None):
        return self.methods[method][key or self.key]

    def best(self, names):
        present = [n for n in names if n in self.rivals]
        return max(present, key=lambda n: self.sign * sum(self.values(n)))

    def against(self, rival):
        """Gain of the default: positive is better, whatever the score."""
        mean, half, p = paired(self.values(DEFAULT), self.values(rival))
        return self.sign * mean, half, p

    def coarse(self):
        return paired(self.values(DEFAULT, "coarseAccuracy"), self.values("cross-entropy", "coarseAccuracy"))

    def cell(self, method, key=None):
        if (key or self.key) not in self.methods.get(method, {}):
            return ""
        digits = 3 if key else self.digits
        mean, half, _ = summary(self.values(method, key))
        return f"{mean:.{digits}f} ± {half:.{digits}f}"


def group(sets, title, names):
    rows = [(s, s.best(names(s))) for s in sets]
    gains = [s.against(rival) for s, rival in rows]
    corrected = holm([p for _, _, p in gains])
    print(f"\n| {title} | the best of them | its score | default | gain of the default, 95 % | p, Holm over sets | better |\n| --- | --- | --- | --- | --- | --- | --- |")
    wins = 0
    for (s, rival), (mean, half, _), p in zip(rows, gains, corrected):
        won = mean - half > 0
        wins += won
        print(f"| {s.name} | {rival} | {s.cell(rival)} | {s.cell(DEFAULT)} | {mean:+.{s.digits}f} [{mean - half:+.{s.digits}f}, {mean + half:+.{s.digits}f}] | {p:.4f} | {'yes' if won else 'no'} |")
    print(f"\nBetter on {wins} of {len(sets)}.")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    there = [f[:-5] for f in os.listdir(sys.argv[1]) if f.endswith(".json")]
    sets = [Set(sys.argv[1], name) for name in sorted(there, key=lambda n: (ORDER + [n]).index(n))]
    everyone = list(dict.fromkeys(m for s in sets for m in s.methods))
    print("| primary fine score | " + " | ".join(f"{s.name}: {s.key}" for s in sets) + " |\n| --- |" + " --- |" * len(sets))
    for method in everyone:
        print(f"| {method} | " + " | ".join(s.cell(method) for s in sets) + " |")
    print("\n| coarse accuracy | " + " | ".join(s.name for s in sets) + " |\n| --- |" + " --- |" * len(sets))
    for method in [DEFAULT, "cross-entropy", "cosine-head"]:
        print(f"| {method} | " + " | ".join(s.cell(method, "coarseAccuracy") for s in sets) + " |")
    print("| default less cross-entropy | " + " | ".join("{:+.3f} ± {:.3f}".format(*s.coarse()[:2]) for s in sets) + " |")
    group(sets, "of " + ", ".join(NAMED), lambda s: NAMED)
    group(sets, "of all rivals", lambda s: s.rivals)


if __name__ == "__main__":
    main()
