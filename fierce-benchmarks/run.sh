#!/bin/sh
# Builds and runs the benchmarks, in the environment that ./fierce gives the tensor engine.
#
#   fierce-benchmarks/run.sh [JMH options]
#   fierce-benchmarks/run.sh -f 1 -wi 1 -i 2 -w 1s -r 1s Entropy
#   fierce-benchmarks/run.sh -h

set -e
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
(cd "$root" && mvn -q -B -DskipTests package -pl fierce-benchmarks -am) >&2

java=java
[ -z "$JAVA_HOME" ] || java=$JAVA_HOME/bin/java

# what the user set stays
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX-1}"
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_-4294967296}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_-17179869184}"
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY-passive}"
export GOMP_SPINCOUNT="${GOMP_SPINCOUNT-0}"
export OPENBLAS_THREAD_TIMEOUT="${OPENBLAS_THREAD_TIMEOUT-20}"

uptime >&2 || :
target=$root/fierce-benchmarks/target
exec "$java" -XX:+UseParallelGC -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
  -cp "$target/classes:$target/lib/*" org.openjdk.jmh.Main "$@"
