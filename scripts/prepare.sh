#!/usr/bin/env bash
# Installs what the build needs where it can (Debian, root), saying so first; elsewhere it names
# the one command that does. What is there already is not touched.
set -euo pipefail

say() { echo "prepare: $*"; }

if ! command -v cargo >/dev/null; then
    say "cargo is missing. Install Rust 1.95 or newer, then run this again:"
    say "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
    exit 1
fi

# zstd and the linker of every Rust program need a C compiler; tidy reads `git ls-files`.
packages=()
command -v cc >/dev/null || packages+=(build-essential)
command -v git >/dev/null || packages+=(git)
# `prepare.sh --tests`: the workbench is tested in Debian's Chromium.
if [ "${1:-}" = --tests ] && ! command -v chromium >/dev/null; then
    packages+=(chromium)
fi
if [ ${#packages[@]} -gt 0 ]; then
    if [ -f /etc/debian_version ] && [ "$(id -u)" = 0 ]; then
        say "installing from Debian: ${packages[*]}"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
    elif [ -f /etc/debian_version ]; then
        say "missing: ${packages[*]}. Install with:"
        say "  sudo apt-get install ${packages[*]}"
        exit 1
    else
        say "missing: ${packages[*]}. Install the like with your system's package manager."
        exit 1
    fi
fi

# The workbench is built with Node; without it the product builds and serves a plain page.
if ! node --version 2>/dev/null | grep -qE '^v(20\.(19|[2-9][0-9])|2[2-9]|[3-9][0-9])\.'; then
    if [ "${1:-}" = --tests ]; then
        say "Node 20.19 or newer with npm is missing: the workbench is built and tested with it"
        exit 1
    fi
    say "Node 20.19 or newer is missing: building without the workbench"
fi

# A minimal rustup profile has neither of these.
for component in rustfmt clippy; do
    tool=cargo-${component/rustfmt/fmt}
    command -v "$tool" >/dev/null && continue
    if command -v rustup >/dev/null; then
        say "adding the Rust component $component"
        rustup component add "$component"
    else
        say "$tool is missing: install the $component of your Rust toolchain"
        exit 1
    fi
done
