#!/usr/bin/env python3
"""Does what fierce tune chooses by go with the true fine score?

For each data set beside this file: fierce tune with the built-in grid (coarse labels of training rows only), then fierce
compare with the same candidates (fine labels of test rows), then Spearman's rank correlation, over the candidates, of each
criterion with the true fine score, and what choosing by it costs. Finished runs are not run again: stop it and start it again.

  research/tuning-check/check.py [--quick] [--seeds N] [--jobs N] [--out DIR] [--fierce CMD] [NAME ...]

Python 3.8 or newer, no packages. FIERCE_DATA says where the data lies. Writes OUT/check.json and OUT/check.md.
"""
import argparse
import json
import os
import random
import statistics
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ["fashion-mnist", "abalone", "scene", "omniglot"]
# the primary fine score of CONTRACT.md by kind of target, and whether larger is better
PRIMARY = [("transferMeanSquaredError", False), ("probeR2", True), ("knnAccuracyWithinTrue", True)]
CRITERIA = ["granularity", "granularityProbe", "viewAgreementWithinTrue", "coarseAccuracy"]


def ranks(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    result = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in range(i, j + 1):
            result[order[k]] = (i + j) / 2
        i = j + 1
    return result


def spearman(a, b):
    a, b = ranks(a), ranks(b)
    mean_a, mean_b = statistics.fmean(a), statistics.fmean(b)
    top = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    bottom = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return top / bottom if bottom > 0 else None


def chance(a, b, draws=5000):
    """Share of random orders of the candidates whose correlation is as far from 0 or farther: a two-sided p-value."""
    found = spearman(a, b)
    if found is None:
        return None
    generator = random.Random(0)
    shuffled = list(b)
    hits = 1
    for _ in range(draws):
        generator.shuffle(shuffled)
        hits += abs(spearman(a, shuffled)) >= abs(found) - 1e-12
    return hits / (draws + 1)


def run(command):
    print("+", " ".join(command), flush=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def check(name, options):
    config = os.path.join(HERE, name + ".yaml")
    folder = os.path.join(options.out, name)
    quick = ["--quick"] if options.quick else []
    common = ["--seeds", str(options.seeds), "--jobs", str(options.jobs)]
    run(options.fierce + ["tune", config, "--out", folder + "/tune", "--resume"] + quick + common)
    # config.yaml of the tuning is complete and has the candidates as its methods
    run(options.fierce + ["compare", folder + "/tune/config.yaml", "--out", folder + "/true"] + common)
    with open(folder + "/tune/tune.json") as file:
        tune = json.load(file)
    with open(folder + "/true/comparison.json") as file:
        compared = {method["name"]: method["scores"] for method in json.load(file)["methods"]}
    first = next(iter(compared.values()))
    key, larger = next((key, larger) for key, larger in PRIMARY if key in first)
    candidates = tune["candidates"]
    true = [compared[each["name"]][key]["mean"] for each in candidates]
    good = true if larger else [-value for value in true]
    reference = next(i for i, each in enumerate(candidates) if each["name"] == tune["baseline"])
    inside = [i for i, each in enumerate(candidates) if each["withinBudget"]]
    result = {"name": name, "fine": key, "candidates": len(candidates), "withinBudget": len(inside),
              "crossEntropy": true[reference], "best": true[max(inside, key=lambda i: good[i])],
              "median": statistics.median(true[i] for i in inside), "criteria": {}}
    for criterion in CRITERIA:
        if any(criterion not in each["scores"] for each in candidates):
            continue
        values = [each["scores"][criterion]["mean"] for each in candidates]
        chosen = max(inside, key=lambda i: values[i])
        result["criteria"][criterion] = {
            "spearman": spearman(values, good),
            "p": chance(values, good),
            "spearmanWithinBudget": spearman([values[i] for i in inside], [good[i] for i in inside]) if len(inside) > 2 else None,
            "chosen": candidates[chosen]["name"], "fineOfChosen": true[chosen]}
    result["points"] = [dict({"name": each["name"], "fine": value, "withinBudget": each["withinBudget"]},
                             **{c: each["scores"][c]["mean"] for c in CRITERIA if c in each["scores"]})
                        for each, value in zip(candidates, true)]
    return result


def number(value, digits=3):
    return "" if value is None else f"{value:.{digits}f}"


def table(results):
    lines = ["| data set | fine score | criterion | rank correlation, all | p | within the budget | chosen by it | its fine score | cross-entropy | median, best within the budget |",
             "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for each in results:
        digits = 4 if each["fine"].endswith("Error") else 3
        for criterion, found in each["criteria"].items():
            lines.append("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {}, {} |".format(
                each["name"], each["fine"], criterion, number(found["spearman"], 2), number(found["p"]), number(found["spearmanWithinBudget"], 2),
                found["chosen"], number(found["fineOfChosen"], digits), number(each["crossEntropy"], digits),
                number(each["median"], digits), number(each["best"], digits)))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="data sets; default: " + " ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="apply the configurations' quick: sections")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", default=os.path.join("runs", "tuning-check"))
    parser.add_argument("--fierce", default=os.path.join(HERE, "..", "..", "fierce"), help="the command")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in NAMES]
    if unknown:
        parser.error(f"unknown data set {unknown[0]}; there are {', '.join(NAMES)}")
    options.fierce = options.fierce.split()
    os.makedirs(options.out, exist_ok=True)
    results = []
    for name in options.names or NAMES:
        results.append(check(name, options))
        with open(os.path.join(options.out, "check.json"), "w") as file:
            json.dump({"quick": options.quick, "seeds": options.seeds, "sets": results}, file, indent=1)
        with open(os.path.join(options.out, "check.md"), "w") as file:
            file.write(table(results))
    print(table(results))


if __name__ == "__main__":
    main()
