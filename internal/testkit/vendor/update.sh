#!/usr/bin/env bash
# Copies what the browser tests take from npm here, exactly as package-lock.json
# has it, and writes manifest.json. Change the version in package.json, then:
#   npm install --package-lock-only --ignore-scripts && ./update.sh
set -euo pipefail
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
mkdir -p axe-core
cp node_modules/axe-core/axe.min.js node_modules/axe-core/LICENSE axe-core/
node > manifest.json <<'JS'
const { readFileSync } = require("node:fs");
const { createHash } = require("node:crypto");
const { name, version, license } = require("./node_modules/axe-core/package.json");
const files = ["axe-core/axe.min.js", "axe-core/LICENSE"].map((path) => ({
  path, sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
}));
console.log(JSON.stringify([{ name, version, licence: license, files }], null, 2));
JS
rm -rf node_modules
