#!/bin/sh
# Start voipmon from a fresh checkout, against its own demo platform.
#
#   sh packaging/run.sh                 the window; the tour where there is no display
#   sh packaging/run.sh --tour          the tour: see tests/tour/__init__.py
#   sh packaging/run.sh --server URL    the tour against another platform; credentials
#                                       in VOIPMON_USERNAME and VOIPMON_PASSWORD, or
#                                       in VOIPMON_ACCESSKEY
#   sh packaging/run.sh --setup-only    only install what is missing
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
if [ ! -d "${HOME:-}" ]; then # some service managers give none
    HOME=$root/build/home
    export HOME
    mkdir -p "$HOME"
fi

kind=window only=no
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "$(uname)" != Darwin ]; then
    kind=tour
fi
count=$#
while [ "$count" -gt 0 ]; do # takes our own words out of "$@"
    word=$1
    shift
    count=$((count - 1))
    case $word in
    --tour) kind=tour ;;
    --setup-only) only=yes ;;
    -h | --help)
        sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0"
        exit 0
        ;;
    --server | --server=*)
        kind=tour
        set -- "$@" "$word"
        ;;
    *) set -- "$@" "$word" ;;
    esac
done

sh "$root/packaging/setup.sh" "$kind"
[ "$only" = no ] || exit 0
cd "$root"
if [ "$kind" = tour ]; then
    exec "$root/.venv/bin/python" -m tests.tour "$@"
fi
exec "$root/.venv/bin/voipmon" --demo "$@"
