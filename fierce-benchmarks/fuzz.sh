#!/usr/bin/env bash
# Fuzzes the readers. What is found lies in the folder FOUND (default: fuzz-found).
#
#   fierce-benchmarks/fuzz.sh all [SCALE]             every reader in turn, 1 million executions times SCALE (default 1)
#   fierce-benchmarks/fuzz.sh READER EXECUTIONS SEED  one reader, as: fierce-benchmarks/fuzz.sh yaml 60000 1
#   fierce-benchmarks/fuzz.sh jazzer READER SECONDS   one reader by Jazzer, which watches branches: slower, and finds other things
#
#   TEST_CLASSES  the class path of fierce-app's tests; where it is not set, Maven compiles them and tells it
set -euo pipefail
cd "$(dirname "$0")/.."
found=$(realpath -m "${FOUND:-fuzz-found}")
mkdir -p "$found"
classes=${TEST_CLASSES:-}
if [ -z "$classes" ]; then
  mvn -q -B -Djacoco.skip test-compile org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
    -pl fierce-app -am -Dmdep.outputFile=target/test-classpath >&2
  classes=$PWD/fierce-app/target/test-classes:$PWD/fierce-app/target/classes:$(cat fierce-app/target/test-classpath)
fi
cd fierce-app

mutate() { # READER EXECUTIONS SEED
  java -Xmx1g -Djava.io.tmpdir="${FUZZ_TMP:-/tmp}" -cp "$classes" org.fierce.fuzz.MutationFuzzer "$1" "$2" "$3" "$found" \
    2>> "$found/log" | tee -a "$found/log"
}

case $1 in
  all)
    for spread in hierarchy:150000 npy:150000 examples:150000 safetensors:120000 mat:80000 yaml:60000 checkpoint:60000 idx:60000 \
      checkpoint-tensors:50000 csv:40000 labels:40000 png:40000 lines:30000 zip:20000 report:20000 jpeg:10000 cifar:10000 \
      gif:5000 bmp:5000 tiff:5000 webp:5000; do
      mutate "${spread%:*}" $((${spread#*:} * ${2:-1})) "${SEED:-1}"
    done
    ;;
  jazzer)
    method=$(sed -E 's/-(.)/\U\1/g' <<< "$2")
    corpus=.cifuzz-corpus/org.fierce.fuzz.ReadersFuzz/$method
    mkdir -p "$corpus"
    cp ../fierce-data/src/test/resources/fuzz/"$2"/* "$corpus"/
    cd ..
    JAZZER_FUZZ=1 timeout "$3" mvn -q -Djacoco.skip test-compile surefire:test -pl fierce-app -am -Dtest="ReadersFuzz#$method" \
      -Dsurefire.failIfNoSpecifiedTests=false -Djazzer.instrumentation_includes='org.fierce.**' || true
    ;;
  *) mutate "$1" "$2" "$3" ;;
esac
