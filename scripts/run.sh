#!/usr/bin/env bash
# Builds the product, then shows the demo: its address first, its screens while they fill. Says
# what takes long before it does.
set -euo pipefail
target=${CARGO_TARGET_DIR:-target}
scripts/web.sh
if [ -x "$target/debug/vigie" ]; then
    echo "Building what has changed."
else
    echo "First build: about 20 minutes on 2 cores, most of it DataFusion. Later builds take seconds."
fi
cargo build --locked --bin vigie
echo "Running: vigie demo $*"
exec "$target/debug/vigie" demo "$@"
