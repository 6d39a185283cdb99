#!/usr/bin/env bash
# Makes one OCI image archive per service in target/images, with no daemon, no base image and no root.
#
# An image has four layers, so that a release moves only the last two: the runtime (a linked JRE and the C library's files
# that it names), the libraries, Stead's own jars, and the JVM's ahead-of-time cache from a training start, which halves the
# time to ready. Every file carries one fixed time and owner and every archive is sorted: the same commit, JDK and
# libraries give the same digests, but for the cache.
#
#   k8s/images.sh             all services, from the jars in <module>/target/app
#   k8s/images.sh matcher     one
set -euo pipefail
unset CDPATH
cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."

# What jdeps finds in the libraries (java.desktop for java.beans alone), and the vector unit for the matcher.
MODULES=java.base,java.desktop,java.logging,java.management,java.naming,java.security.jgss,java.sql,jdk.crypto.ec
MODULES+=,jdk.httpserver,jdk.incubator.vector,jdk.jfr,jdk.management,jdk.unsupported
USER_ID=10001
EPOCH=1795392000   # 2026-11-23, the build's own fixed time (pom.xml: project.build.outputTimestamp)

out=target/images
version=$(sed -n 's|.*<version>\(.*\)</version>.*|\1|p' pom.xml | head -1)

fail() { echo "images: $*" >&2; exit 1; }

# A tag names the commit; a tree with changes in it says so and never looks like a release.
tag() {
  local commit
  commit=$(git rev-parse --short=12 HEAD 2>/dev/null) || commit=unversioned
  [ -z "$(git status --porcelain --untracked-files=no 2>/dev/null)" ] || commit+=-dirty
  echo "$version-$commit"
}

jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* ~/.sdkman/candidates/java/*; do
    [ -x "$home/bin/jlink" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null && { echo "$home"; return; }
  done
  fail "no JDK 25 with jlink found: set JAVA_HOME to one"
}

# layer DIRECTORY FILE: one reproducible tar of what the directory holds. Uncompressed: registries and nodes compress it
# better on their way, and here it would cost a second a layer. Directories are the owner's to write only where named.
layer() {
  tar --create --file "$2" --directory "$1" --sort=name --mtime="@$EPOCH" --owner=0 --group=0 --numeric-owner \
    --format=posix --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime .
}

# The runtime: what `java` and its libraries name, found by the loader itself and laid where the loader looks.
runtime_layer() {
  local root=$out/runtime jdk library
  jdk=$(jdk)
  [ "$out/runtime.tar" -nt k8s/images.sh ] && [ "$(cat "$out/runtime.of" 2>/dev/null)" = "$jdk $(cat "$jdk/release")" ] && return
  rm -rf "$root" && mkdir -p "$root"/{etc,opt,tmp}
  "$jdk/bin/jlink" --add-modules "$MODULES" --strip-debug --no-header-files --no-man-pages --output "$root/opt/java" 2>&1 |
    grep -v 'Using incubator modules' || true
  [ -x "$root/opt/java/bin/java" ] || fail "jlink of $jdk did not make a runtime"
  # Desktop code is linked for java.beans only; what draws needs an X11 library that is not here.
  (cd "$root/opt/java/lib" &&
    rm -f lib{awt,awt_headless,awt_xawt,fontmanager,freetype,javajpeg,jawt,jsound,lcms,mlib_image,splashscreen}.so)
  find "$root/opt/java" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2>/dev/null |
    sed -nE 's#.*(=> |^\s+)(/(usr/)?lib[^ ]*/[^ ]*) \(.*#\2#p' | grep -v "$jdk\|$root" | sort -u |
    while read -r library; do mkdir -p "$root$(dirname "$library")" && cp -L "$library" "$root$library"; done
  # Asked for by name at run time, so ldd does not list it: the resolver that reads /etc/resolv.conf.
  library=$(dirname "$(find "$root" -name 'libc.so.6')")/libresolv.so.2
  cp -L "${library#"$root"}" "$library"
  echo "stead:x:$USER_ID:$USER_ID:Stead:/tmp:/sbin/nologin" > "$root/etc/passwd"
  echo "stead:x:$USER_ID:" > "$root/etc/group"
  chmod 1777 "$root/tmp"
  layer "$root" "$out/runtime.tar"
  # The cache remembers the time of the file that holds the JDK's classes.
  find "$root" -exec touch --no-dereference -d "@$EPOCH" {} +
  echo "$jdk $(cat "$jdk/release")" > "$out/runtime.of"
}

# app_layers SERVICE MODULE: everybody's libraries below, Stead's own jars and the arguments file above.
app_layers() {
  local root=$out/$1 jars=$2/target/app jar path="" options=(-Djava.io.tmpdir=/tmp -XX:MaxRAMPercentage=60 -XX:+UseSerialGC
    "-Ddev.stead.version=$version" "-Ddev.stead.commit=${tag#"$version"-}"
    -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError -XX:-UsePerfData -XX:+DisableAttachMechanism
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
  [ "$1" != matcher ] || options+=(--add-modules=jdk.incubator.vector)
  [ -n "$(ls "$jars"/*.jar 2>/dev/null)" ] || fail "no jars in $jars: run './stead build' first"
  rm -rf "$root" && mkdir -p "$root"/{libraries,own}/opt/stead/lib
  for jar in "$jars"/*.jar; do
    case $(basename "$jar") in
      proto-"$version".jar | mesh-"$version".jar | "$2-$version".jar) cp "$jar" "$root/own/opt/stead/lib/" ;;
      *) cp "$jar" "$root/libraries/opt/stead/lib/" ;;
    esac
  done
  # Stead's jars first, then the libraries in a fixed order: never the order of a directory.
  for jar in "$root"/own/opt/stead/lib/*.jar "$root"/libraries/opt/stead/lib/*.jar; do path+=${path:+:}/opt/stead/lib/${jar##*/}; done
  printf '%s\n' "${options[@]}" -XX:AOTCache=/opt/stead/app.aot -cp "$path" "$3" > "$root/own/opt/stead/java.args"
  layer "$root/libraries" "$root/libraries.tar"
  layer "$root/own" "$root/own.tar"
  cache "$1" "$3" "${options[@]}"
}

# cache SERVICE MAIN OPTIONS...: starts the service once as its pod will, has one call answered over mutual TLS, and stops it;
# what the JVM loaded and linked meanwhile is the layer. The jars must look the same there: same order, names, sizes, times.
cache() {
  local service=$1 main=$2 root=$out/$1 work port=18109 jars pid settings tls try
  shift 2
  work=$out/training tls=$work/tls/service-$service # relative: a path of this machine may hold what means something to sed
  mkdir -p "$root"/{stage,cache/opt/stead} && rm -rf "$work"
  "$(jdk)/bin/java" -cp 'standalone/target/app/*' k8s/DevelopmentSecrets.java "$work" > "$root/secrets.log" 2>&1 ||
    fail "no keys for the training start: see $root/secrets.log"
  cp "$root"/{own,libraries}/opt/stead/lib/*.jar "$root/stage/" && touch -d "@$EPOCH" "$root/stage"/*.jar
  jars=$(tail -n 2 "$root/own/opt/stead/java.args" | head -n 1)
  sed -e "s|/etc/stead/tls/tls.crt|$tls/certificate.pem|" -e "s|/etc/stead/tls/tls.key|$tls/key.pem|" \
    -e "s|/etc/stead/tls/ca.crt|$tls/trust.pem|" -e "s|/etc/stead/keys/audit-key.json|$work/keys/audit-$service/assertion-key.json|" \
    -e "s#/etc/stead/\(keys\|verification\|people\)/#$work/keys/#" \
    -e '/STEAD_DRAIN_DELAY\|STEAD_PORT\|STEAD_OPS_PORT\|STEAD_AUDIT_PEERS\|STEAD_TASK_ADDRESS/d' "k8s/base/$service.env" > "$work/env"
  mapfile -t settings < "$work/env"
  env -i PATH="$PATH" "${settings[@]}" STEAD_HOST=127.0.0.1 STEAD_PORT=$((port - 1000)) STEAD_OPS_PORT=$port \
    STEAD_DRAIN_DELAY=1ms STEAD_DATABASE_URL="sqlite:$work/train.db" \
    "$out/runtime/opt/java/bin/java" "$@" -XX:AOTCacheOutput="$root/cache/opt/stead/app.aot" \
    -cp "${jars//\/opt\/stead\/lib/$root/stage}" "$main" > "$root/training.log" 2>&1 &
  pid=$!
  # shellcheck disable=SC2064 # this process, whatever comes after
  trap "kill $pid 2>/dev/null || true" EXIT
  for try in $(seq 1200); do
    curl -sf -o /dev/null "http://127.0.0.1:$port/readyz" && break
    kill -0 "$pid" 2>/dev/null || fail "the training start of $service ended: see $root/training.log"
    sleep 0.1
  done
  printf '\0\0\0\0\0' | curl -sfk --http2 --cert "$tls/certificate.pem" --key "$tls/key.pem" --data-binary @- -o /dev/null \
    -H 'content-type: application/grpc' -H 'te: trailers' "https://127.0.0.1:$((port - 1000))/grpc.health.v1.Health/Check" || true
  curl -sf -o /dev/null "http://127.0.0.1:$port/metrics" ||
    fail "the training start of $service is not ready after $try tries: see $root/training.log"
  kill "$pid"
  wait "$pid" || true
  trap - EXIT
  rm -rf "$work" "$root/stage"
  [ -s "$root/cache/opt/stead/app.aot" ] || fail "the JVM wrote no cache for $service: see $root/training.log"
  # A service writes files for its owner only, and the image runs as another user.
  chmod 644 "$root/cache/opt/stead/app.aot"
  layer "$root/cache" "$root/cache.tar"
}

# blob LAYOUT FILE: moves the file into the layout under its digest and prints digest and size.
blob() {
  local digest size
  digest=$(sha256sum "$2" | cut -d' ' -f1); size=$(stat -c %s "$2")
  cp "$2" "$1/blobs/sha256/$digest"
  echo "$digest $size"
}

# archive SERVICE PORT OPS_PORT: config, manifest and index (OCI image layout 1.0) around the layers.
archive() {
  local layout=$out/$1/layout name=$out/stead-$1-$tag.tar layers="" diffs="" digest size file
  rm -rf "$layout" && mkdir -p "$layout/blobs/sha256"
  for file in "$out/runtime.tar" "$out/$1/libraries.tar" "$out/$1/own.tar" "$out/$1/cache.tar"; do
    read -r digest size <<< "$(blob "$layout" "$file")"
    layers+="${layers:+,}{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"sha256:$digest\",\"size\":$size}"
    diffs+="${diffs:+,}\"sha256:$digest\""
  done
  cat > "$layout/config" <<JSON
{"created":"$(date -u -d "@$EPOCH" +%FT%TZ)","architecture":"$architecture","os":"linux",
"config":{"User":"$USER_ID:$USER_ID","Env":["PATH=/opt/java/bin"],"Entrypoint":["/opt/java/bin/java","@/opt/stead/java.args"],
"WorkingDir":"/tmp","ExposedPorts":{"$2/tcp":{},"$3/tcp":{}},"StopSignal":"SIGTERM",
"Labels":{"org.opencontainers.image.title":"stead-$1","org.opencontainers.image.version":"$version",
"org.opencontainers.image.revision":"${tag#"$version"-}","org.opencontainers.image.licenses":"Apache-2.0"}},
"rootfs":{"type":"layers","diff_ids":[$diffs]}}
JSON
  read -r digest size <<< "$(blob "$layout" "$layout/config")"
  printf '%s' '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",' \
    '"config":{"mediaType":"application/vnd.oci.image.config.v1+json",' \
    "\"digest\":\"sha256:$digest\",\"size\":$size},\"layers\":[$layers]}" $'\n' > "$layout/manifest"
  read -r digest size <<< "$(blob "$layout" "$layout/manifest")"
  rm "$layout/config" "$layout/manifest"
  printf '%s' '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",' \
    "\"digest\":\"sha256:$digest\",\"size\":$size,\"annotations\":{" \
    "\"org.opencontainers.image.ref.name\":\"localhost/stead/$1:$tag\"}}]}" $'\n' > "$layout/index.json"
  echo '{"imageLayoutVersion":"1.0.0"}' > "$layout/oci-layout"
  layer "$layout" "$name"
  rm -rf "$layout"
  echo "localhost/stead/$1:$tag  sha256:${digest:0:12}  $(($(stat -c %s "$name") >> 20)) MiB  $name"
}

image() {
  case $1 in
    matcher) app_layers matcher matcher-service dev.stead.matcher.MatcherMain; archive matcher 7101 8101 ;;
    task) app_layers task task-service dev.stead.task.TaskMain; archive task 7102 8102 ;;
    payment) app_layers payment payment-adapter dev.stead.payment.PaymentMain; archive payment 7103 8103 ;;
  esac
}

[ $# -gt 0 ] || set -- matcher task payment
for service in "$@"; do
  case $service in matcher | task | payment) ;; *) fail "no service '$service': matcher, task or payment" ;; esac
done
mkdir -p "$out"
tag=$(tag)
case $(uname -m) in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) fail "no image for $(uname -m)" ;; esac
runtime_layer
for service in "$@"; do image "$service"; done
echo "$tag" > "$out/tag"
