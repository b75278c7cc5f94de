# Two commands: `make run` and `make test`. `make help` lists the others.
#
# run, test, check, clippy and doc share the dev profile and one target folder, so that a machine
# builds DataFusion once to run and once, without code, to be checked.

.NOTPARALLEL:
.PHONY: help run test check bench fuzz audit prepare prepare-tests web screens fmt clippy one-build tidy deny typos doc build doctest pages tests

STEP := scripts/step.sh
export STEPS_BEGAN := $(shell date +%s)

help:
	@echo 'make run     build, then show the demo in a browser and in the terminal'
	@echo 'make test    everything CI checks'
	@echo 'make check   the quick part of it: format, lints, tidy'
	@echo 'make bench   measure (release build)'
	@echo 'make fuzz    feed mutated input to every parser'
	@echo 'make audit   known weaknesses of dependencies (needs the network)'

run: prepare
	@scripts/run.sh

# The tests come last, so that their summary is the last thing said.
test: prepare-tests fmt one-build tidy deny typos clippy doc web build doctest pages screens tests

check: prepare fmt tidy clippy

bench: prepare
	@scripts/bench.sh

fuzz: prepare
	@scripts/fuzz.sh

audit:
	@cargo deny check advisories

# What a machine needs besides Rust and make.
prepare:
	@scripts/prepare.sh

prepare-tests:
	@scripts/prepare.sh --tests

fmt:
	@$(STEP) $@ cargo fmt --all --check

one-build:
	@$(STEP) $@ cargo xtask one-build

tidy:
	@$(STEP) $@ cargo xtask tidy

clippy:
	@$(STEP) $@ cargo clippy --locked --workspace --lib --bins -- --deny warnings

deny:
	@$(STEP) $@ scripts/if-installed.sh cargo-deny cargo deny --offline check bans licenses sources

typos:
	@$(STEP) $@ scripts/if-installed.sh typos typos

doc:
	@$(STEP) $@ env RUSTDOCFLAGS='--deny warnings' cargo doc --locked --workspace --no-deps --document-private-items

# The screens: their types, their words, their size; built before the program that embeds them.
web:
	@$(STEP) $@ scripts/web.sh --check

# The screens in Debian’s Chromium, with axe: over invented data, and over the program just built.
screens:
	@$(STEP) $@ npm --prefix web test

# Everything that the steps below run. Said aloud: on a new machine this takes a quarter of an hour.
build:
	@$(STEP) $@ cargo test --locked --workspace --no-run

doctest:
	@$(STEP) $@ cargo test --locked --workspace --doc --quiet

# The cases inside the detector pages, as a user would run them.
pages:
	@$(STEP) $@ cargo run --locked --quiet --bin vigie -- detector test

tests:
	@$(STEP) $@ scripts/tests.sh
