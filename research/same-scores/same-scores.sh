#!/usr/bin/env bash
# Do two checkouts of Fierce give the same scores, to the last bit? Runs three sources, five methods and the rivals, one seed, with both
# launchers and sets every score file side by side. For changes that may move code about but no number.
#
#   research/same-scores/same-scores.sh OTHER_CHECKOUT [WORK]     set FIERCE_DATA to the folder of the data sets
#
# WORK (default: a folder of its own) keeps the runs; what is finished there is not run again, except that of this checkout.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
this=$(cd "$here/../.." && pwd)
other=$(cd "${1:?the other checkout}" && pwd)
work=${2:-$(mktemp -d)}
mkdir -p "$work"
rm -rf "$work/this"
for set in omniglot california-housing trec; do
  [ -f "$work/other/$set/comparison.json" ] ||
    "$other/fierce" compare "$here/$set.yaml" --out "$work/other/$set" >"$work/other-$set.txt" 2>"$work/other-$set.log"
  "$this/fierce" compare "$here/$set.yaml" --out "$work/this/$set" >"$work/this-$set.txt" 2>"$work/this-$set.log"
done
files=0
different=0
while read -r file; do
  files=$((files + 1))
  if ! cmp -s "$work/other/$file" "$work/this/$file"; then
    different=$((different + 1))
    echo "differs: $file"
    diff "$work/other/$file" "$work/this/$file" | head -n 6 || true
  fi
done < <(cd "$work/other" && find . \( -name scores.json -o -name comparison.json -o -name examples.csv -o -name detail-left.json -o -name map.json -o -name neighbours.json \) | sort)
echo "$files files of results, $different differ ($work)"
[ "$files" -gt 0 ] && [ "$different" -eq 0 ]
