# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154,SC2164,SC2119,SC2120
#
# The commands of ./dev, one function each. ./dev sets top, cache and jobs, and set -e.

command_help() {
    cat <<'TEXT'
./dev demo                     start a practice server with a staged incident and open the console on it
                               (without a display: save a picture of every panel and say where)
./dev run -- ARGS              build and run pgvigil with ARGS
./dev test [--servers LIST] [--preset P] [--no-lint] [CTEST-ARGS]
                               check the sources and run every test; LIST such as 17 or 13,15,17,18 (default:
                               all four). With CI set a skipped test is a failure.
./dev build [PRESET]           configure and build (dev, asan, tsan, release, tidy)
./dev bench [FILTER]           measure, in the release build
./dev lint [CHECK…]            check the sources: format spelling licences shell rules layering tidy
./dev format [FILE…]           format all sources, or these
./dev picture PANEL CONN -o F  a picture of a panel, as pgvigil picture
./dev shell [COMMAND]          a shell where the project builds
TEXT
}

# build_preset [PRESET [CMAKE-ARGS]]
build_preset() {
    local preset=${1:-dev} quiet
    quiet=$(mktemp)
    if [ ! -f "$top/build/$preset/build.ninja" ]; then
        inside cmake --preset "$preset" >"$quiet" 2>&1 || { cat "$quiet" >&2; rm -f "$quiet"; exit 1; }
    fi
    rm -f "$quiet"
    inside cmake --build --preset "$preset" -j "$jobs" "${@:2}"
}

command_build() { cd "$top" && build_preset "$@"; }

command_run() {
    [ "${1:-}" = -- ] && shift
    (cd "$top" && build_preset dev >&2)
    inside "$top/build/dev/app/pgvigil" "$@"
}

command_picture() { command_run -- picture "$@"; }

command_test() {
    local servers=13,15,17,18 preset=dev lint=yes version
    cd "$top"
    while [ $# -gt 0 ]; do
        case $1 in
            --servers) servers=${2:?"--servers wants a list such as 13,17"}; shift 2 ;;
            --preset) preset=${2:?"--preset wants a name"}; shift 2 ;;
            --no-lint) lint=no; shift ;;
            *) break ;;
        esac
    done
    for version in ${servers//,/ }; do server_root "$version"; done
    build_preset "$preset"
    [ $lint = no ] || command_lint
    export PGVIGIL_TEST_SERVERS=$servers
    inside --private ctest --preset "$preset" -j "$jobs" "$@"
    [ -z "${CI:-}" ] || nothing_skipped "build/$preset/Testing/Temporary/LastTest.log"
}

# At a desk a test may skip what is not there. In CI that would hide it.
nothing_skipped() {
    if grep -aE '^(SKIP   :|Test was skipped)' "$1" >&2; then
        die "The tests above were skipped, which counts as a failure with CI set."
    fi
}

command_bench() {
    cd "$top"
    build_preset release --target bench
    inside --private "$top/tests/bench/run" "$@"
}

command_lint() { cd "$top" && inside "$top/packaging/buildroot/lint.sh" "$@"; }

command_format() {
    if [ $# -gt 0 ]; then
        inside clang-format -i "$@"
    else
        cd "$top"
        inside bash -c 'git ls-files "*.cpp" "*.h" | xargs -r clang-format -i'
    fi
}

command_shell() {
    cd "$top"
    if [ $# -gt 0 ]; then inside bash -c "$*"; else inside bash; fi
}

command_demo() {
    cd "$top"
    build_preset dev
    inside --private "$top/app/practice/demo.sh" "$top/build/dev/app/pgvigil" "$top/demo-pictures"
}
