# Every target makes the virtual environment it needs: `make demo` works in a fresh clone.

VENV    := .venv
BIN     := $(VENV)/bin
STAMP   := $(VENV)/.installed
SAMPLES := eval/corpus/minutes
PORT    := 8000

.DEFAULT_GOAL := help
.PHONY: help install demo serve test test-llm check lint types format eval baseline browser clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

install: $(STAMP) ## make the virtual environment, or renew it after a change of pyproject.toml

$(BIN)/python:
	@for python in python3.11 python3 python3.12 python3.13; do \
	  $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  echo "Making $(VENV) with $$($$python --version)"; \
	  exec $$python -m venv $(VENV); \
	done; \
	echo "Python 3.11 or newer with venv is needed; on Debian: apt-get install python3-venv." >&2; exit 1

$(STAMP): pyproject.toml | $(BIN)/python
	@echo "Installing what pyproject.toml names into $(VENV): a minute or two"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable ".[dev]"
	@touch $@

demo: $(STAMP) ## index the sample minutes and ask them a question
	$(BIN)/referat index $(SAMPLES)
	$(BIN)/referat ask "Hvad blev besluttet om KOL-rehabilitering?"
	@echo
	@echo "The page: run 'make serve', then open http://localhost:$(PORT)"

serve: $(STAMP) ## start the page and the API (PORT=8000)
	$(BIN)/referat serve --port $(PORT)

test: $(STAMP) browser ## run all tests
	$(BIN)/python -m pytest -m "not llm"

# Without a model the target fails at once and says how to give it one.
test-llm: $(STAMP) ## test a real language model: REFERAT_LLM_URL and REFERAT_LLM_MODEL, or REFERAT_TEST_GGUF
	$(BIN)/python -m pytest -m llm tests/rag/test_real_language_model.py

check: lint types ## run every gate: format, lint, types, architecture, tests with coverage
	$(BIN)/python -m pytest tests/test_architecture.py
	$(BIN)/python -m pytest -m "not browser and not llm" --cov --cov-report=term

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

format: $(STAMP) ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

EVAL := referat eval run eval/questions/samples.jsonl --split test --index $(SAMPLES)

eval: $(STAMP) ## answer the test questions on the sample minutes, and fail where that is worse than the baseline
	$(BIN)/$(EVAL) --baseline eval/baseline/samples.json

baseline: $(STAMP) ## answer them, and keep the scores as the baseline of later changes
	$(BIN)/$(EVAL) --scores eval/baseline/samples.json

# As root on Debian the browser of the browser tests is installed; elsewhere those tests say what is missing.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update && apt-get install --yes --no-install-recommends chromium; \
	else \
	  echo "No Chromium found: the browser tests will be skipped." >&2; \
	fi

clean: ## remove the virtual environment and the caches, but no data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -not -path "./.git/*" -exec rm -rf {} +
