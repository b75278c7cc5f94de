#!/usr/bin/env bash
# if-installed.sh PROGRAM COMMAND…: runs the command, or says plainly that it did not.
set -euo pipefail
program=$1
shift
if ! command -v "$program" >/dev/null; then
    echo "$program is not installed: skipped (cargo install --locked ${program/#typos/typos-cli})"
    exit 0
fi
exec "$@"
