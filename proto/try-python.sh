#!/usr/bin/env bash
# Generates the Python stubs as docs/integrate.md describes it, imports every one and sends a message through one of them.
set -euo pipefail
unset CDPATH
cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
[ -d target/third-party ] || { echo "build first: ./stead build (unpacks google/rpc/status.proto to proto/target/third-party)"; exit 1; }

venv=target/python-venv
stubs=target/python
[ -x $venv/bin/pip ] || python3 -m venv $venv || { echo "python3 with venv is needed: apt-get install python3-venv"; exit 1; }
$venv/bin/pip install --quiet --disable-pip-version-check grpcio-tools==1.76.0 googleapis-common-protos==1.72.0

rm -rf $stubs && mkdir -p $stubs
find src/main/proto -name '*.proto' -print0 | xargs -0 $venv/bin/python -m grpc_tools.protoc \
  -I src/main/proto -I target/third-party --python_out=$stubs --pyi_out=$stubs --grpc_python_out=$stubs

PYTHONPATH=$stubs $venv/bin/python - <<'PYTHON'
import importlib, pathlib, sys
import grpc

root = pathlib.Path("target/python")
modules = [".".join(f.relative_to(root).with_suffix("").parts) for f in sorted(root.rglob("*_pb2*.py"))]
for module in modules:
    importlib.import_module(module)

from stead.type.v1 import money_pb2
from stead.matcher.v1 import identification_service_pb2_grpc

money = money_pb2.Money(currency_code="EUR", minor_units=1250)
assert money_pb2.Money.FromString(money.SerializeToString()) == money
with grpc.insecure_channel("localhost:1") as channel:
    assert identification_service_pb2_grpc.IdentificationServiceStub(channel).IdentifyOnce
print(f"NOTE: {len(modules)} Python modules generated and imported")
assert len(modules) > 10, modules
PYTHON
