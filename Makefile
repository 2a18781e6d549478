## Concurrency, Measured
##
##   make html       build the site into build/html; every lab runs, so every number is fresh
##   make test       build the site, then test the labs, the pages and the instruments
##   make serve      show the built site in a browser, from this computer only
##   make lab        open the labs in JupyterLab, to run and change them
##   make check-setup  is this computer ready for the labs? (works before anything is installed)
##   make workshop   pack the labs and the site into one zip, for a course or a USB stick
##
##   make notebooks  put notebooks in their normal form, for a commit (no outputs, no counts)
##   make lock       lock what pyproject.toml asks for; OPTIONS=--upgrade takes the newest of all
##   make links      try every link to another site
##   make new        make a chapter, its lab and its notes, green as they are: NAME=15-queues
##   make check      build and test one pair alone: NAME=15-queues
##   make inventory  fetch the names that link to Python's documentation, into extensions/names/python.inv
##   make picture    keep this build's figure of two threads and two processes for the README
##   make record     measure lab 10 on each Python found, and keep it in notebooks/results
##   make matrix     run every lab on each Python found, under each start method (many minutes)
##   make hub        one server for a room of learners: NAMES=names.txt (Linux, as root)
##   make hub-load   try that server with simulated learners, and keep the figures (Linux, as root)
##   make bench      compare the build with running the notebooks alone (12 minutes)
##   make clean      delete what was built
##   make distclean  delete what was built, and the environment too
##
## The first run makes an environment in .venv, which needs the network and some minutes.
## Any Python from 3.11 on will do. To choose one, which then stays chosen:
##
##   PYTHON=python3.13 make html
##
## OPTIONS go to the program behind a target:  make test OPTIONS="-k gil"

# Works with the GNU make 3.81 of macOS, and on Windows from Git Bash.
# On Windows, environments have another layout and Python has another name.
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
USUAL := python
else
BIN := .venv/bin
USUAL := python3
endif

# The interpreter: the named one, else the one that .venv was made with, else the usual one.
PYTHON ?= $(or $(shell python="$$(cat .venv/made-with 2>/dev/null)" && test -x "$$python" && echo "$$python"),$(USUAL))

# Whatever these point to was not installed from the lock.
unexport PYTHONHOME PYTHONPATH

# Of four processes one hands out the pages; the other three keep two cores busy to the end.
SPHINX := $(BIN)/python -m sphinx -W --keep-going -n -q -j 4 -b html -d build/doctrees . build/html

# What a run leaves in a notebook, and no one wrote.
STRIP := $(BIN)/python -m nbstripout --keep-id --extra-keys="metadata.language_info.version \
  metadata.language_info.codemirror_mode metadata.language_info.file_extension \
  metadata.language_info.mimetype metadata.language_info.nbconvert_exporter \
  metadata.language_info.pygments_lexer cell.metadata.execution cell.metadata.trusted"

# Two targets at once would build into the same folder.
.NOTPARALLEL:

.PHONY: help python environment html test serve lab check-setup workshop notebooks lock links new check inventory picture record matrix hub hub-load bench clean distclean

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

python:
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no \"$(PYTHON)\" here. Install Python 3.11 or newer, or name the one you have: PYTHON=python3.13 make html" >&2; exit 1; }

environment: python
	@"$(PYTHON)" -E -s tools/environment.py --site

html: environment
	@$(BIN)/python tools/browser_python.py
	@$(SPHINX) $(OPTIONS)
	@echo "The site is built. Run 'make serve', or open $$PWD/build/html/index.html"

# Pages that could not be built are no reason to leave the rest untested.
test: environment
	@$(BIN)/python tools/browser_python.py
	@failed=0; $(SPHINX) || failed=1; $(BIN)/python -m pytest $(OPTIONS) || failed=1; exit $$failed

serve: python
	@"$(PYTHON)" -E -s tools/serve.py $(OPTIONS)

lab: environment
	@cd notebooks && ../$(BIN)/python -m jupyterlab --ServerApp.ip=127.0.0.1 $(OPTIONS)

# The environment's Python if it is there, because the labs would use it.
check-setup: python
	@if $(BIN)/python -c pass 2>/dev/null; then exec $(BIN)/python notebooks/lab/check_setup.py; \
	else exec "$(PYTHON)" notebooks/lab/check_setup.py; fi

workshop: html
	@mkdir -p build/workshop && cp build/html/*-workshop.zip build/workshop/
	@echo "For a course: $$PWD/build/workshop/concurrency-measured-workshop.zip"

notebooks: environment
	@$(STRIP) notebooks/*.ipynb

lock: environment
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/python tools/lock.py $(OPTIONS)

links: environment
	@$(BIN)/python tools/links.py

new: python
	@"$(PYTHON)" -E -s tools/new_pair.py "$(NAME)"

check: environment
	@test -f "chapters/$(NAME).md" || { echo "There is no chapters/$(NAME).md: say which pair, NAME=03-map make check" >&2; exit 1; }
	@$(SPHINX)
	@$(BIN)/python -m pytest tests/content tests/slides tests/site/test_pages.py -k "$(NAME)" $(OPTIONS)

inventory: environment
	@$(BIN)/python tools/python_inventory.py $(OPTIONS)

picture: html
	@$(BIN)/python tools/readme_picture.py

record: python
	@cd notebooks && "$(PYTHON)" -E -s -m lab.race_record $(OPTIONS)

matrix: python
	@"$(PYTHON)" -E -s tools/matrix.py $(OPTIONS)

hub: environment
	@$(BIN)/python tools/hub/start.py "$(or $(NAMES),names.txt)"

hub-load: environment
	@$(BIN)/python tools/hub/load.py $(OPTIONS)

bench: environment
	@$(BIN)/python tools/bench.py $(OPTIONS)

clean:
	@rm -rf build .pytest_cache .ruff_cache

distclean: clean
	@rm -rf .venv
