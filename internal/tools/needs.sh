#!/usr/bin/env bash
# What the tests need beside Go: "needs.sh install" installs what is missing
# where it can (Debian, as root), and "needs.sh report" says plainly what cannot
# be run without it; "needs.sh lme4" installs R's lme4. With WEGO_TEST_ALL=1 a
# missing thing is an error.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

# lacks prints "package: what its lack means" unless the command succeeds.
lacks() {
  local package=$1 loss=$2
  shift 2
  "$@" >/dev/null 2>&1 || echo "$package: $loss"
}

any() {
  local program
  for program in "$@"; do
    command -v "$program" && return
  done
  return 1
}

initdb() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; }

missing() {
  lacks chromium 'the tests in a browser are not run' any chromium chromium-browser google-chrome "${WEGO_CHROMIUM:-chromium}"
  lacks fonts-noto-core 'pictures of right-to-left pages lack their letters' any_font NotoNaskhArabic
  lacks fonts-noto-cjk 'pictures of Korean and Chinese pages lack their letters' any_font NotoSansCJK
  lacks postgresql 'the tests of the records on PostgreSQL are not run' initdb
  lacks glpk-utils 'the optima of panels are not compared with those of GLPK' any glpsol
  lacks libxml2-utils 'the answers to harvesters are not held against their schema' any xmllint
  lacks python3-minimal 'results are not counted again by another program' any python3
  lacks poppler-utils 'the tests that read a PDF are not run' any pdftotext
}

any_font() { [[ -n $(find /usr/share/fonts -name "$1*" -print -quit 2>/dev/null) ]]; }

retry() {
  local n
  for n in 1 2 3; do
    "$@" && return
    echo "needs: try $n of 3 failed: $*" >&2
    sleep $((n * 5))
  done
  return 1
}

install() {
  local packages
  packages=$(missing | cut -d: -f1)
  [[ -n $packages ]] || return 0
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    return 0
  fi
  echo "needs: installing ${packages//$'\n'/ }"
  if ! compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null; then
    retry apt-get -qq update || return 0
  fi
  # shellcheck disable=SC2086 # one word per package
  apt-get -qq install -y --no-install-recommends $packages >/dev/null && return
  retry apt-get -qq update || return 0
  # shellcheck disable=SC2086
  retry apt-get -qq install -y --no-install-recommends $packages >/dev/null || return 0
}

report() {
  local found line
  found=$(missing)
  if [[ -z $found ]]; then
    echo "needs: everything the tests need is here; nothing is left out"
    return
  fi
  while read -r line; do
    echo "needs: WITHOUT $line"
  done <<<"$found"
  [[ ${WEGO_TEST_ALL:-} != 1 ]]
}

has_lme4() { Rscript -e 'library(lme4)' >/dev/null 2>&1; }

# lme4 is needed by one task only and is large, so install leaves it out.
lme4() {
  has_lme4 && return
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "needs: installing r-base-core r-cran-lme4"
    retry apt-get -qq update
    retry apt-get -qq install -y --no-install-recommends r-base-core r-cran-lme4 >/dev/null
  fi
  has_lme4 || { echo "needs: install R with its package lme4" >&2 && return 1; }
}

case ${1:-} in
install) install && report ;;
report) report ;;
lme4) lme4 ;;
*) echo "usage: needs.sh install|report|lme4" >&2 && exit 2 ;;
esac
