#!/usr/bin/env python3
"""Rank correlation of the measures of detail-left with the true fine accuracy inside each coarse class.

    research/detail-left/run.sh OUT     # trains, then calls this
    correlate.py OUT/fashion-mnist OUT/omniglot OUT/cifar100

Reads comparison folders: detail-left.json and examples.csv of each run of the first seed. Standard library only.
Prints Markdown: for each measure Spearman's correlation across classes (mean over settings), across settings inside a
class (mean over classes), and of the means of settings; then how the verdicts came out.
"""
import csv, json, os, statistics, sys

MEASURES = ["effectiveRank", "neuralCollapse1", "viewRatio", "lidarRank", "instanceRecall", "instanceInformationBits",
            "codebookInformationBits"]
RIVALS = ["raw-input", "untrained"]


def ranks(values):
    order, result, i = sorted(range(len(values)), key=lambda k: values[k]), [0.0] * len(values), 0
    while i < len(order):
        j = i
        while j < len(order) and values[order[j]] == values[order[i]]:
            j += 1
        for k in range(i, j):
            result[order[k]] = (i + j - 1) / 2
        i = j
    return result


def spearman(a, b):
    a, b = ranks(a), ranks(b)
    ma, mb = statistics.mean(a), statistics.mean(b)
    squares = sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)
    return sum((x - ma) * (y - mb) for x, y in zip(a, b)) / squares ** 0.5 if squares > 0 else float("nan")


def read(folder):
    """{(setting, class): (accuracy, entry of detail-left.json)} of classes with a choice."""
    data = {}
    for setting in sorted(os.listdir(os.path.join(folder, "runs"))):
        run = os.path.join(folder, "runs", setting, "0")
        if not os.path.exists(os.path.join(run, "detail-left.json")):
            continue
        hits = {}
        with open(os.path.join(run, "examples.csv")) as file:
            for row in csv.DictReader(file):
                if row["knnFineWithinTrue"]:
                    hits.setdefault(row["coarse"], []).append(row["knnFineWithinTrue"] == row["fine"])
        with open(os.path.join(run, "detail-left.json")) as file:
            for entry in json.load(file)["classes"]:
                if entry["coarse"] in hits:
                    data[setting, entry["coarse"]] = (statistics.mean(hits[entry["coarse"]]), entry)
    return data


def mean(values):
    values = [v for v in values if v == v]
    return statistics.mean(values) if values else float("nan")


def table(name, data):
    classes = sorted({c for _, c in data})
    trained = sorted({s for s, _ in data if s not in RIVALS})
    value = lambda s, c, m: data[s, c][1]["measures"].get(m, float("nan"))
    accuracy = lambda s, c: data[s, c][0]
    print(f"\n## {name}: {len(trained)} settings, {len(classes)} coarse classes\n")
    print("| setting | fine accuracy inside | " + " | ".join(MEASURES) + " |\n| --- |" + " --- |" * (len(MEASURES) + 1))
    for s in sorted({s for s, _ in data}):
        cells = [f"{mean(value(s, c, m) for c in classes):.3g}" for m in MEASURES]
        print(f"| {s} | {mean(accuracy(s, c) for c in classes):.3f} | " + " | ".join(cells) + " |")
    print("\n| measure | across classes | across settings, inside a class | means of settings |\n| --- | --- | --- | --- |")
    for m in MEASURES:
        across = mean(spearman([value(s, c, m) for c in classes], [accuracy(s, c) for c in classes]) for s in trained)
        inside = mean(spearman([value(s, c, m) for s in trained], [accuracy(s, c) for s in trained]) for c in classes)
        means = spearman([mean(value(s, c, m) for c in classes) for s in trained],
                         [mean(accuracy(s, c) for c in classes) for s in trained])
        print(f"| {m} | {across:+.2f} | {inside:+.2f} | {means:+.2f} |")
    if ("untrained", classes[0]) not in data:
        return
    gains = {}
    shares, all_gains = [], []
    for s in trained:
        for c in classes:
            entry = data[s, c][1]
            share = entry["measures"]["lidarRank"] / entry["references"]["untrained"]["lidarRank"]
            if entry["measures"]["viewRatio"] < 0.05:
                share = 0
            verdict = "kept" if share >= 0.95 else "lost" if share < 0.65 else "doubtful"
            gain = accuracy(s, c) - accuracy("untrained", c)
            gains.setdefault(verdict, []).append(gain)
            shares.append(share)
            all_gains.append(gain)
    print("\n| verdict | class and setting pairs | mean gain over the untrained network | pairs below it |\n| --- | --- | --- | --- |")
    for verdict in ["kept", "doubtful", "lost"]:
        g = gains.get(verdict, [])
        if g:
            print(f"| {verdict} | {len(g)} | {mean(g):+.3f} | {sum(x < 0 for x in g)} |")
    print(f"\nShare left against that gain, all pairs: Spearman {spearman(shares, all_gains):+.2f}.")


for folder in sys.argv[1:]:
    table(os.path.basename(os.path.normpath(folder)), read(folder))
