#!/usr/bin/env bash
# Runs the commands that docs/integrate.md prints to make Python's stubs, as printed, and imports every module that they make.
#
#   try-python.sh [FOLDER]     where they run, and leave venv and stubs; without one, target/python
set -euo pipefail
unset CDPATH
proto=$(cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
[ -d "$proto/target/third-party" ] || {
  echo "build first: ./stead build (unpacks google/rpc/status.proto to proto/target/third-party)"
  exit 1
}
python3 -c 'import ensurepip, venv' || { echo "python3 with venv is needed: apt-get install python3-venv"; exit 1; }

folder=${1:-$proto/target/python}
mkdir -p "$folder" && cd "$folder"
rm -rf stubs
# The page's reader stands in the repository, which is built here already.
ln -sfn "$proto" proto
printf '#!/bin/sh\n' >stead && chmod +x stead
# The first block of its section.
awk '/^## Python/ { here = 1 } here && /^```sh/ { block = 1; next } block && /^```/ { exit } block' \
  "$proto/../docs/integrate.md" >commands.sh
grep -q grpc_tools commands.sh || { echo "docs/integrate.md has no commands for Python any more"; exit 1; }
export PIP_QUIET=1 PIP_DISABLE_PIP_VERSION_CHECK=1
bash -eu commands.sh

PYTHONPATH=stubs venv/bin/python - <<'PYTHON'
import importlib, pathlib

root = pathlib.Path("stubs")
modules = [".".join(f.relative_to(root).with_suffix("").parts) for f in sorted(root.rglob("*_pb2*.py"))]
for module in modules:
    importlib.import_module(module)

from stead.type.v1 import money_pb2

money = money_pb2.Money(currency_code="EUR", minor_units=1250)
assert money_pb2.Money.FromString(money.SerializeToString()) == money
print(f"NOTE: {len(modules)} Python modules generated and imported")
assert len(modules) > 10, modules
PYTHON
