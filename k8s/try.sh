#!/usr/bin/env bash
# Runs the images of k8s/images.sh on this machine, from the same manifests as a cluster: the embedded overlay, changed only
# where podman cannot follow (k8s/overlays/podman). Needs Linux and root; installs podman where there is apt-get.
#
#   k8s/try.sh up [FOLDER]   starts all three and waits until they are ready; certificates, keys and stores are made anew
#   k8s/try.sh down          stops them (with their drain) and removes containers and stores
#   k8s/try.sh wait          waits until all three are ready
#   k8s/try.sh restart SERVICE  stops one with its drain, and starts it again
#   k8s/try.sh logs SERVICE  what it wrote
#   k8s/try.sh podman ...    any podman command on these containers: 'stats', 'ps', 'inspect task-pod-0-service'
set -euo pipefail
unset CDPATH
cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

# Everything podman keeps is in this folder, and its settings come from the repository: the machine's own stay untouched.
home=${CONTAINERS_HOME:-/var/tmp/stead-containers}
export CONTAINERS_CONF=$PWD/k8s/containers.conf
services=(matcher:18101 task:18102 payment:18103)

fail() { echo "containers: $*" >&2; exit 1; }
podman() { command podman --root "$home/store" --runroot "$home/run" "$@"; }
millis() { echo $(($(date +%s%N) / 1000000)); }

tools() {
  [ "$(uname -s)" = Linux ] || fail "containers need Linux; this is $(uname -s)"
  [ "$(id -u)" = 0 ] || fail "needs root: podman gives the containers their limits through cgroups"
  if ! command -v podman >/dev/null || ! command -v runc >/dev/null; then
    command -v apt-get >/dev/null || fail "no podman with runc found, and no apt-get to install them with"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends podman runc catatonit; } \
      >"$home.apt.log" 2>&1 || fail "podman could not be installed: see $home.apt.log"
  fi
}

java() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null && { "$home/bin/java" "$@"; return; }
  done
  fail "no JDK 25 found: set JAVA_HOME to one"
}

ready() {
  local service=$1 port=$2 start=$3 limit=$(($(millis) + 180000))
  until curl -sf -o /dev/null "http://127.0.0.1:$port/readyz"; do
    if [ "$(millis)" -ge "$limit" ]; then
      podman logs --tail 40 "$service-pod-0-service" >&2 || true
      fail "$service is not ready after 3 min"
    fi
    sleep 0.02
  done
  echo "$service: ready $(($(millis) - start)) ms after all were started"
}

# podman mounts a Secret's data without decoding it, up to 4.3: there it is given the plain text.
secret() {
  case $(podman version --format '{{.Client.Version}}') in
    [0-3].* | 4.[0-3].*) ;;
    *) cat "$1"; return ;;
  esac
  sed '/^data:/q' "$1"
  sed '1,/^data:/d' "$1" | while IFS=': ' read -r key value; do
    echo "  $key: |"
    base64 -d <<<"$value" | sed 's/^/    /'
    echo
  done
}

wait_for_all() {
  local service start
  start=$(millis)
  for service in "${services[@]}"; do ready "${service%:*}" "${service#*:}" "$start"; done
}

up() {
  local folder=${1:-target/containers} tag service secret
  tools
  down
  mkdir -p "$folder" target/k8s
  java -cp 'standalone/target/app/*' k8s/DevelopmentSecrets.java "$folder" >"$folder/secrets.log" 2>&1 ||
    fail "the development secrets could not be made: see $folder/secrets.log"
  k8s/manifests.sh podman > target/k8s/podman.yaml
  tag=$(cat target/images/tag)
  for service in "${services[@]%:*}"; do podman load -q -i "target/images/stead-$service-$tag.tar" >/dev/null; done
  for secret in "$folder"/secrets/*.yaml; do secret "$secret" | podman secret create "$(basename "$secret" .yaml)" - >/dev/null; done
  podman play kube target/k8s/podman.yaml >"$folder/play.log" 2>&1 || { cat "$folder/play.log" >&2; fail "podman refused the manifests"; }
  wait_for_all
  echo "certificates and keys for callers are in $folder; stop with: k8s/try.sh down"
}

# podman cleans up behind a container in a process of its own, which on a busy machine would stop the pod that was started meanwhile.
restart() {
  local pod=$1-pod-0 id
  id=$(podman inspect --format '{{.Id}}' "$pod-service")
  podman pod stop --time 45 "$pod" >/dev/null
  while pgrep -f -- "$id" >/dev/null; do sleep 0.1; done
  podman pod start "$pod" >/dev/null
}

down() {
  command -v podman >/dev/null && [ -d "$home" ] || return 0
  podman pod stop --all --time 45 >/dev/null 2>&1 || true
  podman pod rm --all --force >/dev/null
  podman secret ls -q | while read -r secret; do podman secret rm "$secret" >/dev/null; done
  podman volume rm --all --force >/dev/null
  # One build's images are enough; they are loaded again from their archives.
  podman image prune --all --force >/dev/null
}

case ${1:-} in
  up) shift; up "$@" ;;
  down) down ;;
  wait) wait_for_all ;;
  restart) restart "${2:?which service}" ;;
  logs) podman logs "${2:?which service}-pod-0-service" 2>&1 ;;
  podman) shift; podman "$@" ;;
  *) sed -n '2,11s/^# \{0,1\}//p' k8s/try.sh >&2; exit 2 ;;
esac
