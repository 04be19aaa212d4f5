#!/bin/sh
# From nothing to a screened shipment: builds the CLI, makes a registry in .build/demo, loads the facts, asks about gallium.
# Built for debugging: that takes a third of the time, and `make test` goes on from it.
set -eu
cd "$(dirname "$0")/.."

echo "demo: building; the first time that takes a few minutes"
swift build --product registry
registry="$(swift build --product registry --show-bin-path)/registry"
folder=.build/demo
database=$folder/registry.sqlite
# The demo starts from nothing each time.
rm -rf "$folder"
mkdir -p "$folder"

run() {
    echo
    echo "\$ registry $*"
    "$registry" "$@" --database "$database"
}

run migrate up
run import reference
run screen --from CN --to US --on 2024-12-10 --code 8112929010

cat <<END

What to try next:
  export PATH="$(dirname "$registry"):\$PATH" REGISTRY_DATABASE="$PWD/$database"
  registry screen --from CN --to US --on 2025-12-01 --code 8112929010     # one year later: the ban is suspended
  registry minerals --class rare-scattered
  registry mineral gallium
  registry controls --issuer CN --mineral gallium
  registry --help
  swift build -c release --product registry                               # the fast program, in .build/release
  make queries                                                            # the sample queries in plain SQL
END
