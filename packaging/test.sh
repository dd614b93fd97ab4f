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
run() {
    "$root/.venv/bin/python" -m pytest -m "$tier" \
        -o faulthandler_timeout=$patience -o faulthandler_exit_on_timeout=true "$@"
}
if [ "$#" -gt 0 ]; then
    run "$@"
    exit
fi

# Most tests wait for real time to pass, so two halves at once take half as long.
first='tests/audio tests/demo tests/e2e'
log=$root/build/tests-first-half.log
# shellcheck disable=SC2086 # a list of words
run $first >"$log" 2>&1 &
half=$!
trap 'kill $half 2>/dev/null' INT TERM
status=0
# shellcheck disable=SC2046,SC2086 # lists of words
run $(printf ' --ignore=%s' $first) || status=$?
wait $half || status=$?
cat "$log"
exit $status
