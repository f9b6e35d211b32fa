# Everything a fresh machine needs is Python 3.11+, make and git.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
# The shared artefacts (embedding model, diagnosis codes, corpus index) are built once, here.
export CLAIMWRIGHT_CACHE ?= $(CURDIR)/.cache

.PHONY: demo test bench reliability judges setup lint types imports contract clean

demo: $(VENV)/.installed ## set up and run the main job
	$(BIN)/claimwright setup
	$(BIN)/claimwright demo

test: $(VENV)/.installed-dev ## set up and run every check
	$(BIN)/claimwright setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n auto

bench: $(VENV)/.installed-dev ## print figures
	$(BIN)/claimwright setup
	$(BIN)/python -m evals.benches

reliability: $(VENV)/.installed-dev ## try what must never happen, and write the table
	$(BIN)/claimwright setup
	$(BIN)/python -m evals.reliability -o evals/results/reliability.md

judges: $(VENV)/.installed-dev ## let others judge: static analysis, attacks on retrieval, small changes to codes and rules
	$(BIN)/claimwright setup
	-$(BIN)/python -m evals.judges -o evals/results/judges.md
	$(BIN)/python -m evals.mutation -o evals/results/mutation.md

setup: $(VENV)/.installed
	$(BIN)/claimwright setup

# Pip leaves nothing half-installed behind the mark: it is touched last.
$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install -c constraints.txt -e ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) .cache out build dist
