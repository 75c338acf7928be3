# Every command of the project. On a fresh machine with Python 3.11+, cargo and make: `make demo`, `make test`.

PYTHON ?= python3
# release, or fast for quick rebuilds while working on the core.
PROFILE ?= release
# How many mutated pages `make fuzz` reads.
COUNT ?= 500000

BIN := .venv/bin
READY := .venv/.ready-$(PROFILE)
SOURCES := Cargo.toml Cargo.lock pyproject.toml $(shell find crates -type f \( -name '*.rs' -o -name '*.toml' -o -name '*.tsv' -o -name '*.txt' \))

.PHONY: setup demo test test-python test-rust lint types format schema quality quality-peers bench fuzz wheel clean

setup: $(READY)  ## virtual environment with everything, and the core built into it

.venv/.packages: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet "maturin>=1.9,<2"
	touch $@

$(READY): .venv/.packages $(SOURCES)
	VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/maturin develop --quiet --locked --profile $(PROFILE) --extras dev,parquet
	rm -f .venv/.ready-*
	touch $@

demo: setup  ## one page in, one record out
	$(BIN)/warta read examples/sindonews-2015.txt

test: setup test-rust test-python  ## all tests

test-rust:
	cargo test --locked --quiet --package warta-core

test-python: setup
	$(BIN)/python -m pytest

lint: setup  ## style of Python and Rust
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	cargo fmt --check
	cargo clippy --locked --quiet --all-targets -- --deny warnings

types: setup  ## types of the Python package
	$(BIN)/mypy

format:  ## writes what lint would ask for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cargo fmt

schema: setup  ## docs/schema from the records
	$(BIN)/python -m tests.test_schema

# Numpy and today's tools, at the versions that they are measured at.
.venv/.measuring: quality/requirements.txt .venv/.packages
	$(BIN)/python -m pip install --quiet --requirement $<
	touch $@

quality: setup .venv/.measuring  ## accuracy over the data sets
	$(BIN)/python quality/measure.py

quality-peers: .venv/.measuring  ## the same scores for today's tools (once an hour long, then kept under out/)
	nice -n 19 $(BIN)/python quality/peers.py

bench: setup .venv/.measuring  ## speed, side by side with the peers
	$(BIN)/python benchmarks/run.py

fuzz: setup  ## mutated pages through the core, and many reads in one process
	$(BIN)/python -m fuzz.mutate --pages $(COUNT)
	$(BIN)/python -m fuzz.leak --reads 200000

wheel: .venv/.packages  ## dist/*.whl: one for all Pythons from 3.11, installs without cargo
	$(BIN)/maturin build --release --locked --strip --out dist

clean:
	rm -rf .venv target dist
