#!/usr/bin/env bash
# Measures: the benches of single crates, and among them the product as a user runs it (cli's
# `product`: an access log of BENCH_MB megabytes, 1,000 by default, posts, ten million acts). A
# release build of DataFusion alone takes half an hour of CPU time on a new machine.
set -euo pipefail
packages=()
for folder in crates/*/benches; do
    [ -d "$folder" ] && packages+=(--package "vigie-$(basename "$(dirname "$folder")")")
done
echo "== benches of crates: ${packages[*]/--package/}"
cargo bench --locked "${packages[@]}" --bench '*'

for program in benches/*.sh; do
    [ -x "$program" ] || continue
    echo "== $program"
    "$program"
done
