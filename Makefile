# One verb per need, the same on a desk and in continuous integration. Run `make help`.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 3000
MINUTES ?= 60
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Python keeps what it has compiled, so that every command starts at once.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help refresh test ui install postgres check bench docs gallery clean lock soak

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

refresh: $(VENV)/.run ## Set up, then read every source, build, check, publish and draw
	$(BIN)/tally refresh

test: $(VENV)/.dev ## Set up, then run the tests (ARGS="-k name" to choose)
	$(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder $(ARGS)

ui: $(VENV)/.run ## Start the Dagster UI and its daemon on http://127.0.0.1:3000 (PORT=… to choose)
	exec $(BIN)/python -m pipelines.ui --port $(PORT)

install: $(VENV)/.run ## Set up, or bring up to date after a new version, and no more

postgres: $(VENV)/.postgres ## Add what Dagster needs to keep its history in PostgreSQL (TALLY_POSTGRES_URL)

check: $(VENV)/.dev ## Lint, check types and test the import fence
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/unit/test_fence.py

bench: $(VENV)/.dev ## Measure a cold refresh against its work alone, posts read per second, a thousandfold dataset
	$(BIN)/python -m tests.bench

soak: $(VENV)/.dev ## Run the schedule every minute with a reader beside it, and print the figures (MINUTES=60)
	$(BIN)/python -m tests.soak $(MINUTES)

docs: $(VENV)/.run ## Write docs/data-dictionary.md from the contracts
	$(BIN)/python -m warehouse.dictionary > docs/data-dictionary.md

gallery: $(VENV)/.run ## Draw docs/gallery: every chart, small, from the shipped figures alone
	@export TALLY_HOME="$$(mktemp -d)" TALLY_OFFLINE=1; trap 'rm -rf "$$TALLY_HOME"' EXIT; \
		$(BIN)/tally refresh && $(BIN)/python -m reports.gallery

clean: ## Delete what can be made again: database, reports, caches; snapshots stay
	rm -rf warehouse/strikes.duckdb warehouse/versions warehouse/build reports/output reports/versions
	rm -rf .hypothesis .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

lock: $(VENV)/.dev ## Pin the newest allowed versions of all dependencies, with hashes
	$(PIP) uv
	$(BIN)/uv pip compile $(LOCK) --extra build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) --extra build --extra postgres -c requirements.txt pyproject.toml -o requirements-postgres.txt
	$(BIN)/uv pip compile $(LOCK) --extra build --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-strip-extras \
	--no-emit-index-url --no-emit-find-links

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Strike Tally needs Python 3.11 or later; $(PYTHON) is older. Say which to use: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# --no-deps and --no-build-isolation: nothing comes in that is not pinned.
$(VENV)/.run: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.postgres: requirements-postgres.txt $(VENV)/.run
	$(PIP) --require-hashes -r requirements-postgres.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@
