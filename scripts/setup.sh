#!/bin/sh
# Installs what the build needs and this machine lacks, and nothing else: the headers of SQLite (Debian: libsqlite3-dev).
# Arguments: further commands that are needed, each named like its Debian package (setup.sh sqlite3), but for ogrinfo of gdal-bin. Never asks.
set -eu

# SQLite may also have come from elsewhere, so a program that links it counts as well as the package.
has_sqlite_headers() {
    if dpkg -s libsqlite3-dev >/dev/null 2>&1; then return 0; fi
    command -v clang >/dev/null 2>&1 || return 1
    trial=$(mktemp -d)
    found=1
    printf '#include <sqlite3.h>\nint main(void) { return sqlite3_libversion_number() == 0; }\n' |
        clang -x c - -lsqlite3 -o "$trial/program" >/dev/null 2>&1 && found=0
    rm -rf "$trial"
    return $found
}

if ! command -v swift >/dev/null 2>&1; then
    echo "error: no swift in PATH; install Swift 6.2 or newer first: https://www.swift.org/install" >&2
    exit 1
fi

missing=""
has_sqlite_headers || missing="libsqlite3-dev"
for tool in "$@"; do
    package=$tool
    if [ "$tool" = ogrinfo ]; then package=gdal-bin; fi
    command -v "$tool" >/dev/null 2>&1 || missing="${missing:+$missing }$package"
done
if [ -z "$missing" ]; then
    echo "setup: everything is there"
    exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "error: missing: $missing; this machine has no apt-get, install them by its own means" >&2
    exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi

echo "setup: installing $missing"
# The word lists below are split on purpose: several packages, and sudo with its option.
# shellcheck disable=SC2086
if ! $as_root apt-get -q update </dev/null; then echo "setup: the package lists could not be refreshed, trying those at hand" >&2; fi
# shellcheck disable=SC2086
if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $missing </dev/null; then
    echo "error: could not install $missing; run as root: apt-get install $missing" >&2
    exit 1
fi
