# Mutation testing for ./stead, which sources this: PIT changes one thing at a time in the compiled classes and runs the tests that cover
# it. A mutant that no test notices has survived. docs/mutation.md says how to run it, and lists the survivors that do not matter.
# shellcheck shell=bash disable=SC2154 # ROOT is the launcher's

# module | group | its classes | tests that may kill mutants of them | tests left out
# All are below the module's own package. Left out are tests that start processes, take ports or need a server of PostgreSQL, and those that
# draw their cases at random: they are slow, or kill another mutant each time. Of the index there are the classes that only compute, on the
# heap: mutants of those that own native memory, threads or files show themselves, if at all, in minutes of soak.
mutation_groups() {
  cat <<TABLE
task-service|domain|domain.*|domain.*Test geo.*Test|
task-service|services|application.* identity.* storage.* grpc.*|*Test|TaskServiceTest grpc.ClaimTest grpc.FailoverTest\
 grpc.MandateAbuseTest storage.MigrationTest
payment-adapter|domain|domain.*|domain.*Test|
payment-adapter|services|application.* storage.* grpc.*|*Test|PaymentTest provider.StripeProviderTest storage.ChaosTest\
 storage.CrashTest storage.GroupCommitTest storage.RowsTest
matcher-service|domain|domain.*|domain.*Test|
matcher-service|edges|identity.* grpc.*|identity.*Test grpc.*Test|
matcher-service|storage|storage.*|storage.*Test|storage.SnapshotNameFuzzTest
matcher-service|index|index.AccuracyTarget* index.Calibration* index.Clustering* index.CutoffTable* index.FreeList* index.LineFit*\
 index.Neighbours* index.Normal* index.Ordinals* index.PartitionOrder* index.ScalarKernels* index.SearchFrontier* index.SketchedProbe*\
|index.AuditTest index.CalibrationTest index.CentroidGraphTest index.KernelsTest index.NeighboursTest index.PartitionOrderTest\
 index.PartitionsTest index.SketchesTest index.SpaceTest|
TABLE
}

# Per cent of the mutants that the tests must kill, without those that docs/mutation.md lists.
wanted_kills() {
  case $1 in *.domain | *.domain.* | *.application | *.application.*) echo 92 ;; *) echo 85 ;; esac
}

# The slice that ./stead test takes: classes of domains only, whose tests last milliseconds, at most so many and so many seconds.
SLICE_CLASSES=12 SLICE_SECONDS=60 SLICE_COMMITS=10

mutate_usage() {
  cat <<'TEXT'
usage: ./stead mutate [MODULE] [--classes GLOB] [--changed [BASE]] [--each N]

Changes one thing at a time in the compiled classes and runs the tests that cover it. A mutant that no test notices has survived. Without a
module it takes task-service, payment-adapter and matcher-service in turn, which lasts hours on two cores; what has not changed since the
last run is not tried again.

  --classes GLOB    only the classes whose full name fits, for example '*.domain.Money'
  --changed [BASE]  only the classes changed since this commit; without it, since this branch left main, or in the last commits of main

  --each N          at most N mutants of each class, spread over it: a sample, for packages that would last hours

  ./stead mutate task-service                                   one module
  ./stead mutate payment-adapter --classes '*.domain.ledger.*'  one package
  ./stead mutate --changed HEAD~3                               what the last three commits changed
  ./stead mutate matcher-service --classes '*.grpc.*' --each 8  a sample of one package

The reports are in MODULE/target/mutate/GROUP/index.html.
Exit code 0: the tests kill enough mutants of every package; 1: they do not; 2: wrong usage.
TEXT
}

mutate() {
  local module="" glob="" changed="" base="" each=""
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) mutate_usage; exit 0 ;;
      --classes) [ -n "${2:-}" ] || mutate_refuse "--classes needs a pattern, such as '*.domain.*'"; glob=$2; shift ;;
      --changed)
        changed=yes
        case ${2:-} in '' | -*) ;; *) [ -f "$ROOT/$2/pom.xml" ] || { base=$2 && shift; } ;; esac
        ;;
      --each)
        [[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || mutate_refuse "--each needs how many mutants, such as 8"
        each=$2
        shift
        ;;
      -*) mutate_refuse "there is no option '$1'" ;;
      *) [ -z "$module" ] || mutate_refuse "'$1' is too much: one module, or none for all"; module=$1 ;;
    esac
    shift
  done
  [ -z "$module" ] || mutation_groups | grep -q "^$module|" ||
    mutate_refuse "there is no module '$module' here; use one of: $(mutation_groups | cut -d'|' -f1 | uniq | xargs)"
  need Maven
  if [ -n "$changed" ]; then changed=$(changed_classes "$base") || exit 2; [ -n "$changed" ] || { say "no class changed"; exit 0; }; fi
  mutate_groups "$module" "$glob" "$changed" "$each"
  judge_mutants package
}

mutate_refuse() { say "stead: $1. './stead mutate --help' says more."; exit 2; }

# below MODULE WORD...: these words with the module's package before each, separated by commas.
below() {
  local module=$1 joined=""
  shift
  while [ $# -gt 0 ]; do joined+=,dev.stead.${module%%-*}.$1; shift; done
  echo "${joined#,}"
}

# mutate_groups MODULE GLOB CLASSES EACH: runs PIT over the groups of that module or of all, or over those of their classes that are among
# the names in CLASSES and fit GLOB, with at most EACH mutants of a class if it is given. target/mutated then lists the files with the
# results.
mutate_groups() {
  local only=$1 glob=$2 names=$3 each=$4 module group classes tests out words name part result
  mkdir -p "$ROOT/target"
  : >"$ROOT/target/mutated"
  while IFS='|' read -r -u 4 module group classes tests out; do
    [ -z "$only" ] || [ "$only" = "$module" ] || continue
    read -ra words <<<"$classes"
    classes=$(below "$module" "${words[@]}")
    if [ -n "$glob$names" ]; then
      part=""
      [ -n "$names" ] || names=$(all_classes)
      for name in $names; do
        # shellcheck disable=SC2053 # a pattern
        if [[ $name == ${glob:-*} ]] && fits "$name" "$classes"; then part+=",$name,$name\$*"; fi
      done
      [ -n "$part" ] || continue
      classes=${part#,} group+=-part
    fi
    read -ra words <<<"$tests"
    tests=$(below "$module" "${words[@]}")
    read -ra words <<<"$out"
    out=$(below "$module" ${words[@]+"${words[@]}"})
    result=$module/target/mutate/$group/mutations.csv
    rm -f "$ROOT/$result"
    mkdir -p "$ROOT/$module/target/mutate"
    logged "mutating $module, $group" maven test -P mutate -pl "$module" -am "-Dmutate.group=$group" "-Dmutate.classes=$classes" \
      "-Dmutate.tests=$tests" "-Dmutate.left-out=${out:-none}" ${each:+"-Dfeatures=+CLASSLIMIT(limit[$each])"}
    [ ! -f "$ROOT/$result" ] || echo "$result" >>"$ROOT/target/mutated"
  done 4< <(mutation_groups)
}

# fits NAME PATTERNS: whether a class is among patterns separated by commas.
fits() {
  local pattern patterns
  IFS=, read -ra patterns <<<"$2"
  # shellcheck disable=SC2053 # a pattern
  for pattern in "${patterns[@]}"; do [[ $1 == $pattern ]] && return 0; done
  return 1
}

all_classes() {
  (cd "$ROOT" && find task-service/src/main payment-adapter/src/main matcher-service/src/main -name '*.java') | class_names
}

# Names of classes for names of files.
class_names() { sed -n '/package-info/d; s,.*/src/main/java/\(.*\)\.java$,\1,p' | tr / .; }

# changed_classes [BASE]: the classes that differ from that commit, newest change first.
changed_classes() {
  local base=${1:-} name
  if ! git -C "$ROOT" rev-parse --quiet --verify HEAD >/dev/null 2>&1; then
    say "stead: no history here, so nothing is known to have changed"
    return 0
  fi
  if [ -n "$base" ]; then
    git -C "$ROOT" rev-parse --quiet --verify "$base^{commit}" >/dev/null || { say "stead: there is no commit '$base' here"; return 1; }
  else
    base=$(changed_since)
    [ -n "$base" ] || { say "stead: the history here is one commit: nothing to compare with"; return 0; }
  fi
  {
    git -C "$ROOT" diff --name-only HEAD
    git -C "$ROOT" log --no-merges --name-only --format= "$base..HEAD"
  } | awk '!seen[$0]++' | while read -r name; do [ ! -f "$ROOT/$name" ] || echo "$name"; done | class_names
}

# Where this branch left main; on main itself, its last commits, or as many as a shallow clone has.
changed_since() {
  local main base back
  for main in origin/main main; do
    base=$(git -C "$ROOT" merge-base HEAD "$main" 2>/dev/null) || continue
    [ "$base" = "$(git -C "$ROOT" rev-parse HEAD)" ] || { echo "$base"; return; }
  done
  for ((back = SLICE_COMMITS; back > 0; back--)); do
    git -C "$ROOT" rev-parse --quiet --verify "HEAD~$back^{commit}" && return
  done
  return 0
}

# judge_mutants package|class: prints the mutants killed in each, and the survivors that the page does not list. Fails if too many survived.
judge_mutants() {
  local by=$1 results=() name wanted=""
  while read -r name; do results+=("$ROOT/$name"); done <"$ROOT/target/mutated"
  [ ${#results[@]} -gt 0 ] || { say "nothing was mutated"; return 0; }
  for name in $(cut -d, -f2 "${results[@]}" | sed 's/\.[^.]*$//' | sort -u); do wanted+="$name=$(wanted_kills "$name") "; done
  awk -v by="$by" -v wanted="$wanted" -f "$ROOT/mutation/judge.awk" "$ROOT/docs/mutation.md" "${results[@]}"
}

# within SECONDS COMMAND...: runs it in a group of processes of its own, which is ended when the time is over; the result is then 124.
within() {
  local limit=$((SECONDS + $1)) pid
  shift
  set -m
  "$@" &
  pid=$!
  set +m
  while kill -0 $pid 2>/dev/null; do
    if [ $SECONDS -ge $limit ]; then kill -- -$pid && wait $pid || return 124; fi
    sleep 1
  done
  wait $pid
}

# The check of ./stead test: a slice of the mutants of what changed. A slow machine is no reason to fail: what is not finished is not
# judged.
mutants_of_changes() {
  local names name chosen="" count=0 left=0 rc=0 note=""
  names=$(changed_classes 2>&1)
  case $names in stead:*) echo "NOTE: ${names#stead: }"; return 0 ;; esac
  for name in $names; do
    case $name in dev.stead.task.domain.* | dev.stead.payment.domain.* | dev.stead.matcher.domain.*) ;; *) continue ;; esac
    if [ $count -lt $SLICE_CLASSES ]; then count=$((count + 1)) chosen+=" $name"; else left=$((left + 1)); fi
  done
  [ $count -gt 0 ] || { echo "NOTE: no class of a domain changed"; return 0; }
  within "$SLICE_SECONDS" mutate_groups "" "" "$chosen" "" || rc=$?
  case $rc in
    0) ;;
    124) note=", not all within $SLICE_SECONDS s" rc=0 ;;
    *) return 1 ;;
  esac
  judge_mutants class || rc=1
  [ $count = 1 ] && count="1 class" || count+=" classes"
  echo "NOTE: $count$note$([ $left = 0 ] || echo "; $left more by ./stead mutate --changed")"
  return $rc
}
