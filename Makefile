# What one does in a checkout. Everything is installed into .venv; ARGS="..." is passed on.
.POSIX:
.PHONY: help demo dev test test-wandb-matrix crash fuzz bench bench-read bench-ui bench-load format clean
.DEFAULT_GOAL := help
PYTHON = python3
ENVIRONMENT = @$(PYTHON) scripts/environment.py

help:
	@echo 'make demo    train a small model, watch it in the browser      ARGS=--no-open'
	@echo 'make dev     an editable installation in .venv'
	@echo 'make test    every check, as CI runs them                      ARGS="-k journal"'
	@echo 'make test-wandb-matrix   dual logging beside six versions of wandb'
	@echo 'make crash   the long crash tests'
	@echo 'make fuzz    what strangers may send, for minutes              ARGS="--secs 600 crafted"'
	@echo 'make bench   the benchmarks of recording                       ARGS=--peers'
	@echo 'make bench-read   those of reading; builds 14 GB once          ARGS="--quick"'
	@echo 'make bench-ui     those of the web UI, in Chromium           ARGS="--quick"'
	@echo 'make bench-load   many machines sending to one server     ARGS="--until-it-breaks"'
	@echo 'make format  put all sources into shape'
	@echo 'make clean   remove everything that the others made'

demo:
	$(ENVIRONMENT) demo
	@.venv/bin/runstone demo $(ARGS)

dev:
	$(ENVIRONMENT) dev
	@echo 'Ready: . .venv/bin/activate'

test:
	$(ENVIRONMENT) test
	@scripts/check $(ARGS)

test-wandb-matrix:
	$(ENVIRONMENT) dev
	@RUNSTONE_WANDB_VERSIONS=0.31.0,0.29.0,0.26.1,0.22.3,0.19.11,0.17.9 .venv/bin/python -m pytest tests/shim/test_same.py -n 2 $(ARGS)

crash:
	$(ENVIRONMENT) dev
	@RUNSTONE_CRASH_ROUNDS=300 .venv/bin/python -m pytest -m crash --timeout=1800 $(ARGS)

fuzz:
	$(ENVIRONMENT) dev
	@.venv/bin/python -m pip --disable-pip-version-check install --quiet --group fuzz
	@.venv/bin/python scripts/fuzz.py $(ARGS)
	@RUNSTONE_FUZZ_EXAMPLES=100 HYPOTHESIS_PROFILE=exploring .venv/bin/python -m pytest tests/server/test_schema.py tests/hostile -n 2 --timeout=1800

bench:
	$(ENVIRONMENT) dev
	@.venv/bin/python -m bench $(ARGS)

bench-ui:
	$(ENVIRONMENT) browser
	@.venv/bin/python -m bench.ui $(ARGS)

bench-read:
	$(ENVIRONMENT) dev
	@.venv/bin/python -m bench.read $(ARGS)

bench-load:
	$(ENVIRONMENT) dev
	@.venv/bin/python -m bench.load $(ARGS)

format:
	$(ENVIRONMENT) dev
	@.venv/bin/ruff check --fix --exit-zero --quiet .
	@.venv/bin/ruff format .
	@.venv/bin/python scripts/webui.py run format

clean:
	rm -rf .venv .wandb-venvs .bench-venv .bench-data .demo build dist bench/results test-results src/runstone/ui web/node_modules web/.build
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache __pycache__
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +
