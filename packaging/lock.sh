#!/bin/sh
# Renew the lock files from pyproject.toml (needs `pip install uv`).
# Run it to take new versions, one at a time where possible, in a commit of its own.
set -eu
cd "$(dirname "$0")/.."
lock() {
    out=$1; shift
    uv pip compile --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
        --quiet "$@" -o "packaging/$out"
}
lock requirements.txt pyproject.toml --group build
lock requirements-dev.txt pyproject.toml --group build --group dev
lock requirements-bench-build.txt --group bench-build
lock requirements-bench.txt --group bench
