# Every verb works in a fresh clone: the environment is made on the way, from the lock file.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The scripts of an environment name the folder in which it was made.
MOVED := $(shell test -s $(READY) && test "$$(cat $(READY))" != "$(CURDIR)" && echo moved)

.PHONY: install demo test audit lint build site bench parity interpreters clean

install: $(READY)  ## make the environment, from the lock file

demo: $(READY)  ## grade a sample class and leave grades, gradebook and feedback in build/demo
	$(BIN)/mlsd demo

test: $(READY)  ## run every test
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

audit: $(READY)  ## hold every week's checks to the record of their audit
	$(BIN)/mlsd audit --hold

lint: $(READY)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

build: $(READY)  ## derive student notebooks and tables from their sources
	$(BIN)/mlsd build

site: $(READY)  ## build the course's website in build/site; a warning is an error
	rm -rf build/site
	$(BIN)/sphinx-build --fail-on-warning --fresh-env --quiet -b html -d build/site-doctrees lectures build/site
	@echo "The site is in build/site: open build/site/index.html"

bench: $(READY)  ## time the judge against stock nbgrader, on the same submissions
	$(BIN)/python -m autograder.bench

parity: $(READY)  ## grade every mistake and alternative with the judge and with stock nbgrader
	$(BIN)/python -m autograder.parity

interpreters: $(READY)  ## make environments for the other Pythons of this machine, for the tests
	$(BIN)/python tests/interpreters.py

clean:  ## remove what can be made again, not your work
	rm -rf build $(VENV)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else f"Python 3.11 to 3.13 is needed, this is {v[0]}.{v[1]}: try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(if $(MOVED),--clear) $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	echo "$(CURDIR)" > $(READY)

ifneq ($(MOVED),)
.PHONY: $(READY)
endif
