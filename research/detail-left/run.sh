#!/bin/sh
# Trains the settings of research/detail-left/README.md, one seed, and prints its tables: run.sh OUT
set -e
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
out=${1:?name a folder for the runs}
for set in fashion-mnist omniglot cifar100; do
  "$here/../../fierce" compare "$here/$set.yaml" --seeds 1 --out "$out/$set"
done
python3 "$here/correlate.py" "$out/fashion-mnist" "$out/omniglot" "$out/cifar100" | tee "$out/tables.md"
