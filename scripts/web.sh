#!/usr/bin/env bash
# Builds the screens into web/dist, from where the next build of the program takes them. Does nothing
# when they are newer than everything they are made of. Where node is missing it says so and ends
# well: the program then shows the data of its screens and how to build them. `--check` also holds
# the sources against their types and words, and the result against its size.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v npm >/dev/null; then
    echo "npm is not installed: the screens are left out (install Node 20.19 or newer, then run scripts/web.sh)"
    exit 0
fi
# npm writes this file when it has installed what the lock names.
installed=web/node_modules/.package-lock.json
if [ ! -f "$installed" ] || [ web/package-lock.json -nt "$installed" ]; then
    echo "Installing what the screens are built with."
    (cd web && npm ci --no-audit --no-fund --loglevel=error)
    touch "$installed"
fi
sources=(web/src web/index.html web/package.json web/vite.config.ts web/svelte.config.js web/tsconfig.json locales)
if [ -f web/dist/index.html ] && [ -z "$(find "${sources[@]}" -newer web/dist/index.html -type f -print -quit)" ]; then
    echo "The screens are up to date."
else
    echo "Building the screens."
    (cd web && npm run --silent build)
fi
if [ "${1:-}" = --check ]; then
    (cd web && npm run --silent check && npm run --silent budget)
fi
