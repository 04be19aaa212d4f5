#!/bin/sh
# Breaks things around the real program on purpose and judges what it does: Tests/Faults/README.md.
#   faults.sh                     the long form, with the release build; writes Tests/Faults/RESULTS.md
#   faults.sh --short             a sample of each promise with the debug build, about two minutes: part of `make test`
#   faults.sh --form every        each single operation; hours
#   faults.sh --only NAME,…       some promises only (io read crash durable memory kill open mix damage hostile input places)
set -eu
cd "$(dirname "$0")/.."

for tool in python3 sqlite3; do
    if ! command -v $tool >/dev/null 2>&1; then
        echo "faults: skipped, there is no $tool here (scripts/setup.sh $tool installs it)"
        exit 0
    fi
done
if ! { command -v gcc || command -v cc || command -v clang; } >/dev/null 2>&1; then
    echo "faults: skipped, there is no C compiler here"
    exit 0
fi

if [ "${1:-}" = --short ]; then
    shift
    program="$(swift build --show-bin-path)/registry"
    test -x "$program" || swift build --product registry
    exec python3 Tests/Faults/run.py --tool "$program" --form short "$@"
fi
case " $* " in *" --form "*) ;; *) set -- --form long "$@" ;; esac
swift build -c release --product registry
exec python3 Tests/Faults/run.py --tool "$(swift build -c release --show-bin-path)/registry" --results Tests/Faults/RESULTS.md "$@"
