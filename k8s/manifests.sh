#!/usr/bin/env bash
# Prints an overlay's manifests with the images that k8s/images.sh made last.
#
#   k8s/manifests.sh embedded | kubectl apply -f -
#   REGISTRY=registry.example/stead k8s/manifests.sh postgres     images that were pushed there
set -euo pipefail
unset CDPATH
cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

overlay=${1:?"usage: k8s/manifests.sh $(cd k8s/overlays && echo * | tr ' ' '|')"}
fail() { echo "manifests: $*" >&2; exit 1; }
[ -d "k8s/overlays/$overlay" ] || fail "no overlay '$overlay'; there are: $(cd k8s/overlays && echo *)"
[ -f target/images/tag ] || fail "no images yet: run './stead images' first"
command -v kubectl >/dev/null ||
  fail "no kubectl found, which renders the manifests (no cluster needed): install 1.27 or newer, https://kubernetes.io/docs/tasks/tools/"

folder=target/k8s/$overlay
mkdir -p "$folder"
{
  echo "resources: [../../../k8s/overlays/$overlay]"
  echo "images:"
  for service in matcher task payment; do
    echo "  - { name: stead/$service, newName: ${REGISTRY:-localhost/stead}/$service, newTag: \"$(cat target/images/tag)\" }"
  done
} > "$folder/kustomization.yaml"
kubectl kustomize "$folder"
