#!/usr/bin/env bash
# Feeds mutated input to every parser. With cargo-fuzz and a nightly toolchain: libFuzzer, which
# learns from coverage, VIGIE_FUZZ_SECONDS (60) for each target. Without: our own mutations of the
# corpora, VIGIE_FUZZ_ROUNDS (100000) for each parser, from a seed that is printed.
set -euo pipefail
seconds=${VIGIE_FUZZ_SECONDS:-60}
if command -v cargo-fuzz >/dev/null && cargo +nightly --version >/dev/null 2>&1; then
    for target in $(cargo +nightly fuzz list); do
        echo "== $target, $seconds s"
        cargo +nightly fuzz run "$target" -- -max_total_time="$seconds"
    done
    exit 0
fi
rounds=${VIGIE_FUZZ_ROUNDS:-100000}
seed=${VIGIE_FUZZ_SEED:-$(date +%s)}
echo "cargo-fuzz or a nightly toolchain is missing: mutating the corpora ($rounds rounds, seed $seed)"
exec cargo run --locked --quiet --package vigie-sources --example mutate -- "$rounds" "$seed"
