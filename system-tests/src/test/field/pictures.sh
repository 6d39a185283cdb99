#!/usr/bin/env bash
# The field's cases of pictures, with a running matcher whose gallery has none of these faces yet. Each line begins with OK or FAULT.
#
#   pictures.sh STEAD HOME MADE     MADE: what pictures.py made; STEAD_MATCHER_ADDRESS: the matcher
set -u
stead=$1 operator=(--identity "$2/tls/operator-local") till=(--identity "$2/tls/terminal-till-1") made=$3
cd "$made" || exit 2

# tried NAME CODE TEXT COMMAND...: the command ends with this exit code, and prints each of these texts (separated by |).
tried() {
  local name=$1 code=$2 texts=$3 ended missing="" text
  shift 3
  "$@" >out 2>&1 </dev/null
  ended=$?
  while read -r -d '|' text; do grep -qF -- "$text" out || missing+=" '$text'"; done <<<"$texts|"
  if [ "$ended" = "$code" ] && [ -z "$missing" ]; then echo "OK    $name"; return; fi
  echo "FAULT $name: exit code $ended, not $code${missing:+; without$missing}: $(tail -n 3 out | tr '\n' ' ')"
}

enrol() { "$stead" enrol --folder "$1" --consent 2026-11/en "${operator[@]}"; }
identify() { "$stead" identify "$@" "${till[@]}"; }
small_heap() { JDK_JAVA_OPTIONS=-Xmx1g "$@"; }

tried "P1 a picture that lies on its side is enrolled" 0 "1 enrolled" enrol p1/people
tried "P1 its person is recognised upright" 0 "identified" identify p1/upright.jpg
for turned in turned3.jpg turned5.jpg turned6.jpg turned8.jpg turned6.png turned6.webp; do
  tried "P1 and in $turned" 0 "identified" identify "p1/$turned"
done

tried "P2 a picture of four is not enrolled as one" 1 "SEVERAL_FACES|all.jpg|0 enrolled" enrol p2/people
tried "P2 none of the four was" 10 "" identify p2/apart0.jpg
tried "P2 a picture of four is nobody's at a till" 13 "SEVERAL_FACES" identify p2/people/group/all.jpg

tried "P4 a picture of 108 million pixels in 1 GB" 10 "" small_heap identify p4/108mp.jpg
tried "P4 one of 400 million in 48 KB" 65 "PICTURE_TOO_LARGE" small_heap identify p4/20000x20000.png

tried "P5 a bad file among good ones is named, and the others are kept" 1 "2 enrolled|b/p.jpg|FORMAT_NOT_READ|NO_SAMPLE" enrol p5/people
tried "P5 again, with the same end" 1 "2 enrolled|b/p.jpg" enrol p5/people
tried "P5 the one after it is recognised" 0 "identified" identify p5/people/c/p.jpg

tried "P6 what is not taken is named, and what is a picture is taken whatever its name" 1 \
  "1 enrolled|c.heic|loose.jpg|OUTSIDE_A_PERSON|people/q is a link to nothing|3 files or folders not taken" enrol p6/people
