#!/bin/sh
# Make this checkout ready to run; called by run.sh and test.sh.
#
#   sh packaging/setup.sh window   the program: libraries, .venv, locked packages
#   sh packaging/setup.sh tour     and a virtual display and sound device
#   sh packaging/setup.sh test     and the packages of the tests
#   sh packaging/setup.sh bench    and PESQ, built here, with the compiler that it needs
#
# Asks nothing. Installs only what is absent; a second run changes nothing. Needs
# root, or sudo that asks for no password, only if a distribution package is absent.
set -eu

kind=${1:-window}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
venv=$root/.venv
log=$root/build/setup.log
stamp=$venv/voipmon-setup # what was installed: one "name checksum" a line

# What Qt's xcb platform and network library, PortAudio and its way to the sound server
# need on Debian.
libraries='libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    libxcb-randr0 libgssapi-krb5-2 libportaudio2 libasound2-plugins'
# A display, a sound device and message buses that exist only in memory, and hands to
# use them.
machinery='xvfb xauth openbox xdotool x11-utils imagemagick pulseaudio pulseaudio-utils
    dbus-daemon'
# A session bus, and what a screen reader reads the window with.
reader='dbus at-spi2-core gir1.2-atspi-2.0 python3-gi'

# The keychain that desktops have; brings GTK along (51 MB on the disk).
keychain='gnome-keyring'

# PESQ is to be had as C source only.
compiler='gcc libc6-dev python3-dev'

packages=$libraries locks=requirements.txt
case $kind in
window) ;;
tour) packages="$libraries $machinery" ;;
test) packages="$libraries $machinery $reader $keychain" locks=requirements-dev.txt ;;
bench)
    packages="$libraries $machinery $compiler"
    locks='requirements-dev.txt requirements-bench-build.txt requirements-bench.txt'
    ;;
*)
    echo "setup.sh: unknown kind '$kind' (window, tour, test or bench)" >&2
    exit 2
    ;;
esac

step=0
# shellcheck disable=SC2086 # a list of words
steps=$(set -- $locks && echo $((3 + $#)))
say() {
    step=$((step + 1))
    echo "[$step/$steps] $1"
}

# fail WHAT ADVICE: name the step, show the end of its log, say what to do.
fail() {
    {
        echo
        echo "Setting up voipmon failed in step $step of $steps: $1."
        if [ -s "$log" ]; then
            echo "Why (end of $log):"
            grep -v -e '^[[:space:]]*$' -e 'is ignored: it is' "$log" |
                tail -n 12 | sed 's/^/    | /'
        fi
        echo "What to do: $2"
    } >&2
    exit 1
}

# advice DEFAULT: what the end of the log suggests.
advice() {
    if grep -qi 'no space left' "$log"; then
        echo "free some disk space (about 700 MB are needed), then run this again."
    elif grep -qi 'do not match the hashes' "$log"; then
        echo "a downloaded file is not the one that was locked: clear pip's cache" \
            "('$venv/bin/pip' cache purge) and the proxy's, then run this again."
    elif grep -qi -e 'resolv' -e 'name or service' -e 'timed out' -e 'connection' \
        -e 'unreachable' -e 'from versions: none' "$log"; then
        echo "check the network (or proxy), then run this again; it goes on where" \
            "it stopped."
    else
        echo "$1"
    fi
}

# run COMMAND...: into the log; big downloads are told, so that waiting is no riddle.
run() {
    result=$root/build/.setup-result
    {
        set +e
        "$@" </dev/null 2>&1
        echo $? >"$result"
    } | while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        case $line in
        *Downloading*\ MB*) echo "      ${line#"${line%%[! ]*}"}" ;;
        'Need to get '*) echo "      ${line%%.*}" | sed 's/Need to get/downloading/' ;;
        esac
    done
    status=$(cat "$result")
    rm -f "$result"
    return "$status"
}

# absent NAME...: those that dpkg does not have. Newer releases rename some to *t64.
absent() {
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$name" "${name}t64" 2>/dev/null |
            grep -qx installed || printf '%s ' "$name"
    done
}

find_python() {
    for candidate in python3 python3.11 python3.12 python3.13 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
            >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
}

# Is .venv there, whole, of a fitting Python, and made for this very place?
venv_fits() {
    "$venv/bin/python" -I -c '
import sys, pip
sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1 &&
        head -n 2 "$venv/bin/pip" 2>/dev/null | grep -qF "$venv/bin/"
}

checksum() { cksum <"$1" | tr ' ' '-'; }

stamped() { grep -qxF "$1" "$stamp" 2>/dev/null; }

# Do the installed versions equal those of the lock file? Also finds what somebody
# changed by hand since the stamp was written.
as_locked() {
    "$venv/bin/python" -I - "$1" <<'PY' >>"$log" 2>&1
import sys
from importlib.metadata import PackageNotFoundError, version
from pip._vendor.packaging.requirements import Requirement

for line in open(sys.argv[1], encoding="utf-8"):
    if not line[0].isalnum():
        continue
    wanted = Requirement(line.rstrip().rstrip("\\"))
    if wanted.marker and not wanted.marker.evaluate():
        continue
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        sys.exit(f"{wanted.name} is missing")
    if found not in wanted.specifier:
        sys.exit(f"{wanted.name} is {found}")
PY
}

has_program() {
    "$venv/bin/python" -I -c '
import sys, pathlib, voipmon
sys.exit(pathlib.Path(voipmon.__file__).parents[1] != pathlib.Path(sys.argv[1]))' \
        "$root" >/dev/null 2>&1 &&
        [ -x "$venv/bin/voipmon" ] && [ -x "$venv/bin/voipmon-cli" ]
}

system_packages() {
    python=$(find_python)
    if [ -z "$python" ]; then
        packages="python3 python3-venv $packages"
    elif ! "$python" -c 'import ensurepip' >/dev/null 2>&1 && ! venv_fits; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        packages="python$version-venv $packages"
    fi
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "distribution packages: not Debian or a relative of it, so nothing is installed"
        echo "      needed, by their Debian names:" $packages
        return
    fi
    # shellcheck disable=SC2086 # a list of words
    missing=$(absent $packages)
    if [ -z "$missing" ]; then
        say "distribution packages: all there"
        return
    fi
    # shellcheck disable=SC2086 # a list of words
    set -- $missing
    say "installing distribution packages ($#): $*"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root='sudo -n'
        $as_root true >/dev/null 2>&1 || fail "no right to install packages" \
            "run 'sudo apt-get install --no-install-recommends $*', then this again."
    fi
    apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120"
    # A source that cannot be reached matters only if the packages come from it.
    run $apt update || echo "apt-get update: status $?" >>"$log"
    run $apt install -y --no-install-recommends "$@" ||
        fail "installing distribution packages" \
            "$(advice "repair apt ('apt-get -f install'), then run this again.")"
}

virtual_environment() {
    if venv_fits; then
        say "virtual environment: $venv is there"
        return
    fi
    python=$(find_python)
    [ -n "$python" ] || {
        say "virtual environment"
        fail "no Python from 3.11 to 3.14 found" \
            "install Python 3.11 (here is: $(python3 --version 2>&1 || true)), then run this again."
    }
    say "making the virtual environment with $("$python" --version) in $venv"
    run "$python" -m venv --clear "$venv" || fail "making the virtual environment" \
        "$(advice "delete $venv, see that '$python -m venv' works, then run this again.")"
}

# python_packages LOCK: install what it lists.
python_packages() {
    lock=$1 how=
    # Build with what the lock before it brought: nothing comes without a checksum.
    [ "$lock" != requirements-bench.txt ] || how='--use-pep517 --no-build-isolation'
    entry="$lock $(checksum "$root/packaging/$lock")"
    if stamped "$entry" && as_locked "$root/packaging/$lock"; then
        say "Python packages: as locked"
        return
    fi
    count=$(grep -c '^[A-Za-z0-9]' "$root/packaging/$lock")
    say "installing the $count locked Python packages (some minutes on a slow line)"
    # shellcheck disable=SC2086 # a list of words
    run "$venv/bin/python" -I -m pip install --require-hashes --no-input $how \
        --disable-pip-version-check --progress-bar off \
        -r "$root/packaging/$lock" || fail "installing the locked Python packages" \
        "$(advice "read the log above; deleting $venv and running this again starts afresh.")"
    {
        grep -v "^$lock " "$stamp" 2>/dev/null || true
        echo "$entry"
    } >"$stamp.new"
    mv "$stamp.new" "$stamp"
}

program() {
    entry="voipmon $(checksum "$root/pyproject.toml")"
    if stamped "$entry" && has_program; then
        say "voipmon: installed from this folder"
        return
    fi
    say "installing voipmon itself from this folder"
    # Its build backend is in the lock, so that nothing more is downloaded.
    run "$venv/bin/python" -I -m pip install --no-deps --no-build-isolation --no-input \
        --disable-pip-version-check --editable "$root" || fail "installing voipmon" \
        "$(advice "is this folder complete ('git status')? Then run this again.")"
    {
        grep -v '^voipmon ' "$stamp" 2>/dev/null || true
        echo "$entry"
    } >"$stamp.new"
    mv "$stamp.new" "$stamp"
}

mkdir -p "$root/build"
if command -v flock >/dev/null; then # two set-ups at once would spoil one .venv
    exec 9>"$root/build/.setup-lock"
    flock -n 9 || {
        echo "waiting for another set-up of this folder to end"
        flock 9
    }
fi
: >"$log"
system_packages
virtual_environment
for lock in $locks; do python_packages "$lock"; done
program
