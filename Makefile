# Every command of the project. On a fresh machine with Python 3.11+, cargo and make: `make demo`, `make test`.

PYTHON ?= python3
# release, or fast for quick rebuilds while working on the core.
PROFILE ?= release

BIN := .venv/bin
READY := .venv/.ready-$(PROFILE)
DEMO := out/demo.db
SOURCES := Cargo.toml Cargo.lock pyproject.toml $(shell find crates -type f \( -name '*.rs' -o -name '*.toml' -o -name '*.tsv' -o -name '*.txt' -o -name '*.safetensors' \))

.PHONY: setup demo screenshots test test-python test-rust lint types format schema reference docs quality quality-peers bench fuzz wheel clean

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

demo: setup  ## one page in, one record out, and who said what in it; then an archive of sixteen invented pages
	$(BIN)/warta read examples/sindonews-2015.txt
	$(BIN)/warta said examples/sindonews-2015.txt
	mkdir -p out
	$(BIN)/warta add $(DEMO) examples/demo
	$(BIN)/warta search $(DEMO) bendungan OR dam --limit 5
	$(BIN)/warta said $(DEMO) --by Wirasukma --limit 8
	@echo "The reading room of it: $(BIN)/warta serve $(DEMO)"

screenshots: setup  ## docs/screenshots, by Chromium, of the archive that demo makes
	$(BIN)/python -m tests.browser.screenshots

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

reference: setup  ## the pages of docs/ that are made from the code and from the last measurements
	$(BIN)/python -m tools.commands
	$(BIN)/python -m tools.fields
	$(BIN)/python -m tools.comparison

docs: reference  ## the documentation as a site, in site/
	$(BIN)/python -m pip install --quiet "mkdocs-material>=9.5,<10"
	$(BIN)/mkdocs build --strict --quiet

quality: setup  ## accuracy over the data sets; every part is printed, and fails where a score is under its floor
	$(BIN)/python -m pip install --quiet -r benchmarks/requirements.txt
	@failed=0; for part in measure carried statements speakers polnear "polnear --grammar-only"; do \
	  echo "python -m quality.$$part"; $(BIN)/python -m quality.$$part || failed=1; done; exit $$failed

quality-peers: setup  ## what today's tools score on the same pages
	$(BIN)/python -m pip install --quiet -r benchmarks/requirements.txt
	$(BIN)/python -m quality.peers

bench: setup  ## speed, side by side with the peers
	$(BIN)/python -m pip install --quiet -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.statements
	$(BIN)/python -m benchmarks.archive --articles 20000 --folder out/archive

fuzz: setup  ## mutated pages, spliced sentences, many reads, kills, many readers, made-up requests, hostile strings in Chromium
	$(BIN)/python -m fuzz.mutate --pages 500000
	$(BIN)/python -m fuzz.leak --reads 200000
	$(BIN)/python -m fuzz.splice --texts 200000
	$(BIN)/python -m fuzz.kill --kills 200
	$(BIN)/python -m fuzz.readers --readers 100 --seconds 120 --archive out/readers.warta
	$(BIN)/python -m fuzz.api --requests 50000
	$(BIN)/python -m fuzz.payloads

wheel: .venv/.packages  ## dist/*.whl: one for all Pythons from 3.11, installs without cargo
	$(BIN)/maturin build --release --locked --strip --out dist

clean:
	rm -rf .venv target dist site
