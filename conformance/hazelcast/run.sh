#!/bin/sh
# The command for --engine; with --build it only builds.
here=$(cd "$(dirname "$0")" && pwd)
[ "${1:-}" = --build ] && exec "$here/../jvm/run.sh" --build
exec "$here/../jvm/run.sh" hazelcast
