#!/bin/sh
# Set up, then run the tests.
#
#   sh packaging/test.sh            the fast tier, with the quality checks
#   sh packaging/test.sh --all      the long ones, too: storms, soak, endless events
#   sh packaging/test.sh ARG...     handed to pytest, for example: tests/core -x
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
if [ ! -d "${HOME:-}" ]; then # some service managers give none
    HOME=$root/build/home
    export HOME
    mkdir -p "$HOME"
fi

tier='not long' patience=180 # [s] for one test; then all stacks are shown and it ends
count=$#
while [ "$count" -gt 0 ]; do # takes our own word out of "$@"
    word=$1
    shift
    count=$((count - 1))
    if [ "$word" = --all ]; then tier='' patience=7200; else set -- "$@" "$word"; fi
done

sh "$root/packaging/setup.sh" test
cd "$root"
exec "$root/.venv/bin/python" -m pytest -m "$tier" \
    -o faulthandler_timeout=$patience -o faulthandler_exit_on_timeout=true "$@"
