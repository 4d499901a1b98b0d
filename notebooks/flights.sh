#!/usr/bin/env bash
# Fetches the flights of vega-datasets (3 million rows: date, delay, distance, origin, destination) with npm, as artifacts/flights-3m.parquet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p artifacts
cd artifacts
[[ -e flights-3m.parquet ]] && exit 0
archive=$(npm pack --silent vega-datasets@3.2.1)
tar -xzf "$archive" --strip-components=2 package/data/flights-3m.parquet
rm "$archive"
