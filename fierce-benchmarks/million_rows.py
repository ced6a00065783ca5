#!/usr/bin/env python3
"""Writes a large matrix of embeddings with labels, to measure `fierce evaluate` on.

  python3 fierce-benchmarks/million_rows.py FOLDER [train=1000000] [test=50000] [width=256] [fine=1000] [coarse=50]

FOLDER gets train.npy, test.npy (float32) and train.csv, test.csv (columns coarse, fine): a mixture of Gaussians, one a fine
class, whose centres lie round the centre of their coarse class. The seed is fixed. Written in parts; little memory.
"""
import os
import sys

import numpy as np

PART = 10000


def main():
    folder = sys.argv[1]
    given = dict(pair.split("=") for pair in sys.argv[2:])
    width, fine, coarse = (int(given.get(*pair)) for pair in (("width", 256), ("fine", 1000), ("coarse", 50)))
    random = np.random.default_rng(0)
    coarse_of = np.arange(fine) * coarse // fine
    centres = random.standard_normal((coarse, width))[coarse_of] + 0.6 * random.standard_normal((fine, width))
    os.makedirs(folder, exist_ok=True)
    for part, rows in (("train", int(given.get("train", 1000000))), ("test", int(given.get("test", 50000)))):
        matrix = np.lib.format.open_memmap(
            os.path.join(folder, part + ".npy"), "w+", np.dtype("<f4"), (rows, width))
        with open(os.path.join(folder, part + ".csv"), "w") as labels:
            labels.write("coarse,fine\n")
            for first in range(0, rows, PART):
                classes = random.integers(fine, size=min(PART, rows - first))
                matrix[first:first + len(classes)] = centres[classes] + 2 * random.standard_normal((len(classes), width))
                labels.writelines(f"coarse{coarse_of[c]},fine{c}\n" for c in classes)
        matrix.flush()


main()
