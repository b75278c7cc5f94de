#!/usr/bin/env bash
# Feeds mutated input to every parser. With cargo-fuzz and a nightly toolchain: libFuzzer, which
# learns from coverage, VIGIE_FUZZ_SECONDS (60) for each target. Without: the mutations that the
# stable tests know.
set -euo pipefail
seconds=${VIGIE_FUZZ_SECONDS:-60}
if command -v cargo-fuzz >/dev/null && cargo +nightly --version >/dev/null 2>&1; then
    for target in $(cargo +nightly fuzz list); do
        echo "== $target, $seconds s"
        cargo +nightly fuzz run "$target" -- -max_total_time="$seconds"
    done
    exit 0
fi
echo "cargo-fuzz or a nightly toolchain is missing: using the mutations of the stable tests"
exec cargo test --locked --package vigie-sources --tests -- mutat
