#!/usr/bin/env bash
# A copy of ./stead in a tree of its own, whose modules hold one jar with the class path of the tests: its commands run without a build.
#
#   tree.sh REPOSITORY JAR TREE
set -eu
repository=$1 jar=$2 tree=$3
mains="standalone/src/main/java/dev/stead/standalone/StandaloneMain.java
  payment-adapter/src/main/java/dev/stead/payment/PaymentMain.java
  terminal-client/src/main/java/dev/stead/terminal/TerminalMain.java"

mkdir -p "$tree"
cp "$repository/stead" "$repository/pom.xml" "$tree/"
for main in $mains; do
  module=${main%%/*}
  mkdir -p "$tree/${main%/*}" "$tree/$module/target/app"
  cp "$repository/$main" "$tree/$main"
  cp "$repository/$module/pom.xml" "$tree/$module/"
  cp "$jar" "$tree/$module/target/app/tests.jar"
done
echo 'exit 0' >"$tree/terminal-client/fetch-models"
# Last: what is newer would have to be built.
for main in $mains; do echo "$tree" >"$tree/${main%%/*}/target/built"; done
