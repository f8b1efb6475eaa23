#!/bin/sh
# Flink or Kafka Streams as an engine under test: run.sh flink, run.sh kafka-streams. Builds what is stale first, and with --build nothing else.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/target"
stamp="$here/target/built"
(
  flock 9
  if [ ! -f "$stamp" ] || [ -n "$(find "$here/src" "$here/pom.xml" -newer "$stamp" -print)" ]; then
    log=$(mvn -q -B -Dstyle.color=never -f "$here/pom.xml" process-classes 2>&1) || { echo "$log" >&2; exit 1; }
    touch "$stamp"
  fi
) 9>"$here/target/build.lock"
[ "${1:-}" = --build ] && exit 0
exec java -XX:+UseSerialGC -XX:-OmitStackTraceInFastThrow ${CONFORMANCE_JAVA_OPTS:-} \
  -cp "$here/target/classes:$here/target/lib/*" org.tidemark.conformance.jvm.Main "$@"
