#!/bin/sh
# Takes steps with every network that a configuration can build, on the kernels of this machine and on those of AVX2, with 1
# and 2 threads, under glibc's checks of the heap; docs/reliability.md says what was found. Goes on where it was left.
#
#   fierce-benchmarks/kernel-sweep.sh [RECORD [SECONDS]]
#
#   RECORD   file that says how each case ended; default kernel-sweep.tsv
#   SECONDS  of processor time for each of the four settings; default 225
#
#   TEST_CLASSES  the class path of fierce-core's tests; where it is not set, Maven compiles them and tells it
#
# Ends with 1 where a case ended the process or gave wrong numbers.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
record=${1-kernel-sweep.tsv}
seconds=${2-225}
java=java
[ -z "$JAVA_HOME" ] || java=$JAVA_HOME/bin/java

library=
for each in /usr/lib/x86_64-linux-gnu/libc_malloc_debug.so.0 /usr/lib64/libc_malloc_debug.so.0; do
  [ ! -f "$each" ] || library=$each
done
[ -n "$library" ] || { echo "kernel-sweep: this needs glibc's libc_malloc_debug.so.0, 2.34 or newer" >&2; exit 2; }

classes=$TEST_CLASSES # a class path made elsewhere
if [ -z "$classes" ]; then
  (cd "$root" && mvn -q -B -Djacoco.skip test-compile org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
    -pl fierce-core -am -Dmdep.outputFile=target/test-classpath) >&2 || exit 2
  core=$root/fierce-core/target
  classes=$core/test-classes:$core/classes:$(cat "$core/test-classpath")
fi

sweep() { # setting, threads; starts again after a case that ended the process
  begun=-1
  while :; do
    before=$(grep -c '^began' "$record" 2>/dev/null)
    LD_PRELOAD=$library MALLOC_CHECK_=3 MALLOC_PERTURB_=165 OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0 \
      "$java" -Xmx2g -XX:TieredStopAtLevel=1 -XX:ErrorFile="$record.crash%p" -cp "$classes" \
      org.fierce.backbone.KernelSweep "$record" "$1" "$2" "$seconds" && return
    begun=$(grep -c '^began' "$record")
    [ "$begun" -gt "${before:-0}" ] || return # nothing was begun: it will not get better
  done
}

convolutions() { # setting, threads; single ones, in about a minute
  LD_PRELOAD=$library MALLOC_CHECK_=3 MALLOC_PERTURB_=165 OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0 \
    "$java" -Xmx2g -XX:ErrorFile="$record.crash%p" -cp "$classes" org.fierce.backbone.ConvolutionSweep "$1" "$2" ||
    failed=yes
}

failed=
convolutions native-1 1
convolutions native-2 2
sweep native-1 1
sweep native-2 2
export ONEDNN_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2 OPENBLAS_CORETYPE=Haswell
convolutions avx2-1 1
convolutions avx2-2 2
sweep avx2-1 1
sweep avx2-2 2

awk -F'\t' '
  $1 == "began" { left[$2] = 1 }
  $1 == "right" || $1 == "WRONG" { delete left[$2]; cases++; split($3, word, " "); steps += word[1]; compared += word[3] }
  $1 == "WRONG" { wrong++; print }
  END {
    for (name in left) { lost++; print "ENDED THE PROCESS\t" name }
    printf "%d cases, %d steps, %d compared: %d wrong, %d ended the process\n", cases, steps, compared, wrong, lost
    exit wrong + lost > 0
  }' "$record"
[ $? = 0 ] && [ -z "$failed" ]
