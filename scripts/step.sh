#!/usr/bin/env bash
# step.sh LABEL COMMAND…: says what begins and when, runs it, and on failure says what failed.
set -euo pipefail
label=$1
shift
began=${STEPS_BEGAN:-$(date +%s)}
echo "== $label (at $(($(date +%s) - began)) s)"
if ! "$@"; then
    echo "== $label failed after $SECONDS s" >&2
    exit 1
fi
