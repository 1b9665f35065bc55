# Self-documenting: `make help` prints the text after ## of every target.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install run test model check bench fuzz chaos clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]' --constraint constraints.txt
	@touch $(STAMP)

install: $(STAMP) ## Make the environment and install everything

run: $(STAMP) ## Start a demonstration office: console, Prefect and some 300 dossiers
	$(BIN)/motcua demo --serve

test: $(STAMP) ## Run all tests: SQLite, PostgreSQL, a real Prefect server, a real browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

model: $(STAMP) ## Play random procedures against the model, WALKS (40) times as long as the tests
	MOTCUA_WALKS=$${WALKS:-40} $(BIN)/python -m pytest -s tests/properties/test_model.py

check: $(STAMP) ## Run the gates: format, lint, types, floors, shipped specs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/motcua check procedure_specs
	$(BIN)/motcua fmt --check procedure_specs

bench: $(STAMP) ## Print the benchmarks, as ratios against a floor in the same run
	@for file in benchmarks/bench_*.py; do \
	  echo "== $$file"; $(BIN)/python -m benchmarks.$$(basename $$file .py) || exit 1; \
	done

fuzz: $(STAMP) ## Fuzz the loader, the conditions and the compiler, MINUTES (10) each
	$(BIN)/python -m pip install --quiet --editable '.[fuzz]' --constraint constraints.txt
	@for target in loader conditions compiler; do \
	  $(BIN)/python -m tests.fuzz $$target --minutes $${MINUTES:-10} || exit 1; \
	done

chaos: $(STAMP) ## Long fault tests: a thousand kills, database crashes under clerks; OPTIONS, e.g. "kills --times 50"
	$(BIN)/python -m tests.chaos $(OPTIONS)

clean: ## Remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
