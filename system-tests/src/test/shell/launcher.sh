#!/usr/bin/env bash
# ./stead and the other scripts where people start them: through links, with CDPATH, without HOME, in the C locale, in folders whose names
# hold what means something to a shell. Each case prints OK or FAULT. It starts no service and builds nothing: a copy of ./stead stands in a
# tree of its own, whose modules hold one jar with the class path of the tests.
#
#   launcher.sh REPOSITORY JAR
set -u
repository=$1 jar=$2 work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The name of the tree is itself a case. (A colon can not be: it ends an entry of a class path.)
tree=$work/$'Zo\xc3\xab\'s "$HOME" & `id`\n100%\\tree '
"$repository/system-tests/src/test/shell/tree.sh" "$repository" "$jar" "$tree"
stead=$tree/stead

fault() { echo "FAULT $1: $2 $(head -c 300 "$work/err")" | tr '\n' ' ' && echo; }

# check NAME EXPECTED COMMAND...: the command ends with 0 and prints what is expected, and nothing on standard error.
check() {
  local name=$1 expected=$2 printed code
  shift 2
  printed=$("$@" 2>"$work/err" </dev/null && echo .)
  code=$?
  printed=${printed%$'\n'.}
  case $code/$(cat "$work/err")/$printed in
    0//$expected) echo "OK    $name" ;;
    *) fault "$name" "exit code $code, ${printed:0:200}" ;;
  esac
}

# refused NAME EXPECTED COMMAND...: the command fails and says what is expected on standard error.
refused() {
  local name=$1 expected=$2
  shift 2
  "$@" >/dev/null 2>"$work/err" </dev/null && { fault "$name" "it succeeded"; return; }
  case $(cat "$work/err") in *$expected*) echo "OK    $name" ;; *) fault "$name" "" ;; esac
}

in_folder() { (cd -P -- "$1" && shift && "$@"); }

# --- Links: a chain, relative ones, one through a linked folder, one whose own name means something ------------------

mkdir -p "$work/bin" "$work/a b/c"
ln -s "$stead" "$work/bin/stead"
ln -s ../../bin/stead "$work/a b/c/stead"
ln -s "a b/c/stead" "$work/-n"
ln -s "$work/a b/c" "$work/linked"
ln -s "$tree" "$work/tree"
version='stead [0-9]*, commit *'
check "through an absolute link, as one puts it into ~/bin" "$version" "$work/bin/stead" --version
check "through a relative link to a link" "$version" "$work/a b/c/stead" --version
check "through a link named like an option" "$version" in_folder "$work" ./-n --version
check "through a linked folder" "$version" "$work/linked/stead" --version
check "through a link to the whole tree" "$version" "$work/tree/stead" --version
check "found on the PATH" "$version" env PATH="$work/bin:$PATH" stead --version
check "as an argument of bash, without a folder" "$version" in_folder "$work/bin" bash stead --version
check "in its own folder" "$version" in_folder "$tree" ./stead --version
check "a command finds its module through a link" '*creates certificates*' "$work/bin/stead"

# --- Environments: of cron, systemd, containers, and of people who set much ------------------------------------------

mkdir -p "$work/elsewhere/k8s" "$work/elsewhere/.ci"
check "with a CDPATH that has folders of these names" "$version" \
  in_folder "$work" env CDPATH="$work/elsewhere:$work" bash ./tree/stead --version
refused "a script of k8s with such a CDPATH" "no service '--help'" \
  in_folder "$repository" env CDPATH="$work/elsewhere" k8s/images.sh --help
ln -s "$repository/k8s/manifests.sh" "$work/manifests"
refused "another script of k8s, through a link" "there are: embedded" env CDPATH="$work" "$work/manifests" nowhere
check "where HOME is not set" "$version" env -u HOME "$stead" --version
check "where HOME is empty" "$version" env HOME= "$stead" --version
check "where nothing is set" "$version" env -i "$stead" --version
check "where a strict mask keeps files private" "$version" bash -c 'umask 077; "$0" --version' "$stead"
check "each command has a version" "$version" "$stead" up --version
check "a service's help starts nothing" '*docs/settings.md*' "$stead" payment --help
check "the help of load builds nothing" '*stead load*' "$stead" load --help
refused "a service takes no arguments" "takes no arguments" "$stead" payment 7103

# --- The JVM: names beyond ASCII where the locale is C, and settings files that are read back exactly ----------------

home=$work/$'B\xc3\xb6rn\'s "home" $x'
check "home without HOME, in the C locale, through a link" '*payment.env*' \
  env -i PATH="$PATH" JAVA_HOME="${JAVA_HOME:-}" LC_ALL=C "$work/bin/stead" home --home "$home" terminal/till-1
[ -d "$home/tls" ] && echo "OK    the folder has the name that was asked for" || fault "the folder has another name" ""
for shell in sh bash; do
  check "$shell reads back the settings file" 'read back' $shell -c '
    set -eu
    . "$0/payment.env"
    [ "$STEAD_TLS_KEY" = "$0/tls/service-payment/key.pem" ] && [ -f "$STEAD_TLS_KEY" ]
    [ "$STEAD_DATABASE_URL" = "sqlite:$0/data/payment.db" ] && [ -f "$STEAD_PEOPLE_JWKS" ] && echo "read back"' "$home"
done
check "a token in a locale that is not installed, of which bash itself warns" '*.*.*' \
  bash -c 'LC_ALL=xx_XX.UTF-8 LANG="" "$0" token ada --home "$1" 2>/dev/null' "$stead" "$home"

# --- File names beyond ASCII where the locale is C, and settings that name what is not there -------------------------

people=$work/people zoe=$'zo\xc3\xab.jpg'
mkdir -p "$people/zoe" && printf x >"$people/zoe/$zoe"
identity=(--plaintext terminal/t-1 --matcher localhost:1)
refused "a picture with an umlaut in its name is read" "FORMAT_NOT_READ" env LC_ALL=C "$stead" identify "$people/zoe/$zoe" "${identity[@]}"
refused "and named as it is" "$zoe" env LC_ALL=C "$stead" identify "$people/zoe/$zoe" "${identity[@]}"
refused "a picture that is missing is missed before the models are" "FILE_UNREADABLE" \
  "$stead" identify missing.jpg --models "$work/none" "${identity[@]}"
refused "so it is in a folder that is enrolled" "$zoe" \
  env LC_ALL=C "$stead" enrol --folder "$people" --consent 1/en --plaintext operator/local --matcher localhost:1
refused "a host that does not resolve is said to be that of STEAD_HOST" "STEAD_HOST" \
  env STEAD_TLS=plaintext STEAD_DATABASE_URL="sqlite:$work/payment.db" STEAD_PORT=0 STEAD_OPS_PORT=0 STEAD_HOST=no-such-host.invalid \
  "$stead" payment
