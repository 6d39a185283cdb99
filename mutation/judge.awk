# Reads the page of listed survivors and PIT's results, and says whether enough mutants were killed; see judge_mutants.
# Variables: by (package or class), wanted ("package=per cent ...").

BEGIN {
  count = split(wanted, pairs, " ")
  for (i = 1; i <= count; i++) { split(pairs[i], pair, "="); share[pair[1]] = pair[2] }
}

# | `task.domain.Money.of` | ConditionalsBoundary | 1 | reason |
FILENAME ~ /\.md$/ {
  if (split($0, cell, /[ `]*\|[ `]*/) >= 5 && cell[4] ~ /^[0-9]+$/) listed["dev.stead." cell[2] " " cell[3]] += cell[4]
  next
}

# File.java,class,mutator,method,line,status,test
{
  split($0, field, ",")
  class = field[2]; mutator = field[3]; method = field[4]; status = field[6]
  sub(/.*\./, "", mutator); sub(/Mutator/, "", mutator)
  if (status == "NON_VIABLE" || (mutator ~ /^RemoveConditional/ && only_the_compilers(class, field[5]))) next
  if (method ~ /^lambda\$/) { sub(/^lambda\$/, "", method); sub(/\$[0-9]+$/, "", method) }
  package = class; sub(/\.[^.]*$/, "", package)
  outer = class; sub(/\$.*/, "", outer)
  key = by == "class" ? outer : package
  of[key] = package
  # The JVM ended when it took the mutant: no test has said anything about it.
  if (status == "RUN_ERROR") { ended++; next }
  all[key]++
  if (status !~ /^(SURVIVED|NO_COVERAGE)$/) { killed[key]++; next }
  if (listed[class "." method " " mutator]-- > 0) { known[key]++; next }
  left[key]++
  survivors[++survived] = class "." method ":" field[5] " " mutator (status == "NO_COVERAGE" ? ", which no test reaches" : "")
}

# Whether the line has no condition but those that javac puts before the patterns of a switch: each is always true.
function only_the_compilers(class, number,    file, text, i) {
  file = FILENAME; sub(/\/target\/.*/, "/src/main/java/", file)
  sub(/\$.*/, "", class); gsub(/\./, "/", class)
  file = file class ".java"
  if (!(file in read)) {
    read[file] = 1
    for (i = 1; (getline text < file) > 0; i++) source[file, i] = text
    close(file)
  }
  text = source[file, number]
  return text ~ /^ *(case .*|[A-Za-z.]+ _)(,|->.*|-> *)$/ && text !~ / when |\?|&&|\|\||[=!<>]=| < | > |!/
}

END {
  printf "%-45s %7s %7s %5s %7s %7s\n", by, "mutants", "killed", "rate", "listed", "wanted"
  for (key in all) {
    # Of a class with few mutants one may be left.
    allowed = (all[key] - known[key]) * (100 - share[of[key]]) / 100
    if (by == "class") allowed = int(allowed) < allowed ? int(allowed) + 1 : allowed
    low = left[key] > allowed
    if (low) failed = 1
    printf "%-45s %7d %7d %3d %% %7d %5d %%%s\n", key, all[key], killed[key], 100 * killed[key] / all[key], known[key], share[of[key]],
      low ? "  too few" : "" | "sort"
  }
  close("sort")
  if (ended > 0) print ended " mutants could not be tried: the JVM ended when it took them"
  if (survived > 0) print survived " survived:"
  for (i = 1; i <= survived; i++) print "  " survivors[i]
  exit failed
}
