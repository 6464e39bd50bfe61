# The whole interface of the repository. `make` alone says what there is.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo build check test soak bench tidy fmt-check lint script-tests rust-tests browser-tests

# The binary is promised at target/release/porchlight, and the server embeds target/site.
export CARGO_TARGET_DIR := $(CURDIR)/target
export CARGO_TERM_COLOR ?= auto
ifdef CI
# Nobody compiles this checkout a second time.
export CARGO_INCREMENTAL := 0
endif

# script/setup has written down which compiler and which programs to use; nothing is guessed here.
TOOLS := source .tools/env

# What tests write is thrown away, so it needs no disk: where there is room in memory, it lies there.
ROOM_FOR_TESTS := 2000000
ifeq ($(shell test -w /dev/shm && df -k --output=avail /dev/shm 2>/dev/null | \
  awk 'NR == 2 && $$1 > $(ROOM_FOR_TESTS) { print "yes" }'),yes)
rust-tests browser-tests: export TMPDIR ?= /dev/shm
endif

# What is built for the server's side. `frontend` is not among it, because Leptos breaks when its features `ssr` and
# `hydrate` meet in one build; nor are the tools, whose features of shared crates would have everything built twice.
PRODUCT := --workspace --exclude frontend --exclude xtask --exclude bench
# Lists that are the same in `cargo build` and `cargo test`, so that each crate is compiled once.
BROWSER := --package frontend --target wasm32-unknown-unknown

help: ## this list
	@echo "Porchlight: whether somebody is really there."
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16
	@echo
	@echo "Each target installs what it lacks (script/setup) and says so."

run: ## build and start Porchlight on http://127.0.0.1:3000, with its data in ./data
	@script/setup run
	@$(TOOLS) && cargo xtask site
	@$(TOOLS) && cargo build --package server
	@mkdir -p data && exec target/debug/porchlight serve

demo: ## the same with a sample site, in ./data/demo.db
	@script/setup run
	@$(TOOLS) && cargo xtask site
	@$(TOOLS) && cargo build --package server
	@mkdir -p data
	@export PORCHLIGHT_DATABASE_URL=sqlite://data/demo.db; \
	if [ -e data/demo.db ]; then echo "data/demo.db is from last time; remove it to start afresh."; \
	else target/debug/porchlight demo; fi; \
	exec target/debug/porchlight serve

build: ## the optimised binary with its assets, at target/release/porchlight
	@script/setup build
	@$(TOOLS) && cargo xtask site --release
	@$(TOOLS) && cargo build --release --package server
	@ls -lh target/release/porchlight

check: ## everything that needs no running: rules, formatting, lints
	@script/setup check
	@$(MAKE) --no-print-directory tidy fmt-check lint

test: ## everything: check, tests of the scripts, Rust on SQLite and PostgreSQL, browsers
	@script/setup test
	@$(MAKE) --no-print-directory tidy fmt-check script-tests
	@echo "== The front end" && $(TOOLS) && cargo xtask site
	@$(MAKE) --no-print-directory lint rust-tests browser-tests
	@echo "== make test: all passed"

soak: ## simulate presence with fresh seeds for longer than make test does; SOAK_MINUTES=10
	@script/setup check
	@$(TOOLS) && cargo run --release --package simulation -- soak $(or $(SOAK_MINUTES),10)

bench: ## measure Porchlight beside its peers; BENCH="streams --write" for a part, and to keep it
	@script/setup bench
	@$(TOOLS) && cargo xtask site --release
	@$(TOOLS) && cargo build --release --package server
	@$(TOOLS) && cargo run --release --package bench -- $(BENCH)

# The parts of `check` and `test`. They take the set-up as done.

tidy:
	@echo "== Rules of the house" && $(TOOLS) && cargo xtask tidy
	@if cargo deny --version >/dev/null 2>&1; then echo "== Dependencies" && cargo deny --offline check licenses bans sources; \
	else echo "cargo-deny is not installed, so licences and sources of dependencies are not checked."; fi

fmt-check:
	@echo "== Formatting" && $(TOOLS) && cargo fmt --all --check

lint:
	@echo "== Lints; warnings are errors" && $(TOOLS) && \
	cargo clippy $(PRODUCT) --all-targets -- -D warnings && \
	cargo clippy --package xtask --all-targets -- -D warnings && \
	cargo clippy --package bench --all-targets -- -D warnings && \
	cargo clippy $(BROWSER) -- -D warnings

script-tests:
	@echo "== Tests of the scripts" && $(TOOLS) && cd public && npm test --silent

rust-tests:
	@echo "== Rust tests, on SQLite and PostgreSQL" && $(TOOLS) && \
	cargo xtask postgres -- $$PORCHLIGHT_RUST_TESTS $(PRODUCT)
	@echo "== Rust tests of the tools, and examples in documentation" && $(TOOLS) && \
	$$PORCHLIGHT_RUST_TESTS --package xtask && $$PORCHLIGHT_RUST_TESTS --package bench && \
	cargo test --quiet --doc $(PRODUCT)

browser-tests:
	@echo "== Browser tests" && $(TOOLS) && cargo build $(PRODUCT) --bins --tests
	@$(TOOLS) && cd end2end && npm run --silent types && npm test --silent
