#!/usr/bin/env bash
# Every test of the workspace. cargo-nextest runs them in parallel and one process each; where it
# is missing, cargo's own runner does.
set -euo pipefail
if command -v cargo-nextest >/dev/null; then
    exec cargo nextest run --locked --workspace
fi
echo "cargo-nextest is not installed: using cargo test (cargo install --locked cargo-nextest)"
exec cargo test --locked --workspace --lib --bins --tests
