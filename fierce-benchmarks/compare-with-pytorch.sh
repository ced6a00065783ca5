#!/bin/sh
# Builds Fierce and its benchmarks, then runs each row of docs/performance.md's table on both sides, in turn.
#
#   fierce-benchmarks/compare-with-pytorch.sh [--rounds N] [--only ROW,ROW] [--epochs N] [--out FILE.json]
#
#   PYTHON   the Python that has PyTorch, NumPy and scikit-learn; else python3
#
# CIFAR-100 is looked for as ./fierce does (FIERCE_DATA, or its cache); rows that need it are left out without it.

set -e
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
(cd "$root" && mvn -q -B -DskipTests -Djacoco.skip package -pl fierce-benchmarks -am) >&2
"$root/fierce" --version >&2 # builds the launcher's part
uptime >&2 || :
exec "${PYTHON:-python3}" "$root/fierce-benchmarks/compare_with_pytorch.py" "$@"
