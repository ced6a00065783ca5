#!/usr/bin/env python3
"""Fine detail over training time, as a table: mean over seeds of one score at some epochs, one row a method.

  research/detail-over-time/over_time.py gather FOLDER SCORE[,SCORE ...] > series.json    # FOLDER: the --out of fierce compare
  research/detail-over-time/over_time.py table series.json SCORE EPOCH[,EPOCH ...] > table.md

The table ends with two paired differences over the seeds, each with half its 95 % t interval: last epoch less cross-entropy's, and
last epoch less the epoch that is best in the mean. Python 3.8 or newer, no packages.
"""
import json
import os
import statistics
import sys

# Student's t, two-sided 95 %, by degrees of freedom
T = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


def mean(values, sign=""):
    half = T[len(values) - 1] * statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else float("nan")
    return f"{statistics.fmean(values):{sign}.4g} ± {half:.2g}"


def gather(folder, keys):
    """{score: {method: {epoch: [score of each seed]}}}"""
    found = {key: {} for key in keys}
    for method in sorted(os.listdir(os.path.join(folder, "runs"))):
        for seed in sorted(os.listdir(os.path.join(folder, "runs", method)), key=int):
            file = os.path.join(folder, "runs", method, seed, "detail.jsonl")
            for entry in map(json.loads, open(file) if os.path.exists(file) else ()):
                for key in keys:
                    if key not in entry["scores"]:
                        sys.exit(f"{file} has no {key}; it has {', '.join(k for k in entry['scores'] if ':' not in k)}")
                    found[key].setdefault(method, {}).setdefault(entry["epoch"], []).append(round(entry["scores"][key], 6))
    return found


def table(series, key, epochs):
    smaller = key.endswith("Error")
    print(f"| {key} at epoch | " + " | ".join(epochs) + " | last less cross-entropy's | last less best epoch |")
    print("| --- " * (len(epochs) + 3) + "|")
    base = series["cross-entropy"]
    for method in sorted(series, key=lambda m: (m != "cross-entropy", m)):
        scores = series[method]
        last = max(scores, key=int)
        best = (min if smaller else max)(scores, key=lambda e: statistics.fmean(scores[e]))
        to_base = [a - b for a, b in zip(scores[last], base[last])]
        to_best = [a - b for a, b in zip(scores[last], scores[best])]
        print(f"| {method} | " + " | ".join(mean(scores[e]) for e in epochs)
              + f" | {'' if method == 'cross-entropy' else mean(to_base, '+')} | {mean(to_best, '+') if best != last else '0'} (epoch {best}) |")


if sys.argv[1:2] == ["gather"] and len(sys.argv) == 4:
    json.dump(gather(sys.argv[2], sys.argv[3].split(",")), sys.stdout, separators=(",", ":"))
    print()
elif sys.argv[1:2] == ["table"] and len(sys.argv) == 5:
    table(json.load(open(sys.argv[2]))[sys.argv[3]], sys.argv[3], sys.argv[4].split(","))
else:
    sys.exit(__doc__)
