#!/usr/bin/env bash
# Measures: the benches of single crates, then the product as a user runs it. A release build of
# DataFusion alone takes half an hour of CPU time on a new machine.
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
