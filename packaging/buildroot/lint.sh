#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Checks the sources; called by ./dev lint and ./dev test inside the build root, in the project's
# folder. Names of checks as arguments choose among them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
here=packaging/buildroot/lint
jobs=${PGVIGIL_JOBS:-$(nproc)}
failed=()

# Files that the project keeps, changed or new ones included.
sources() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
    [ -f "$file" ] && printf '%s\n' "$file"
done; }

shell_sources() {
    sources '*.sh' dev .ci/run
    sources 'tests/*' 'app/*' | xargs -r grep -lE '^#!.*\b(ba|da)?sh$' -- | grep -v '\.sh$' || true
}

check_format() {
    local file result=0
    while read -r file; do
        clang-format "$file" | cmp -s - "$file" && continue
        echo "$file: not formatted; run ./dev format"
        result=1
    done < <(sources '*.cpp' '*.h')
    return $result
}
check_spelling() {
    sources | grep -Ev '^(LICENSES/|tests/data/|translations/)|\.(png|svg|ts|json)$' |
        xargs -r codespell --ignore-words "$here/codespell-ignore.txt"
}
check_licences() { reuse --no-multiprocessing lint --lines; }
check_shell() { shell_sources | xargs -r shellcheck -x; }
check_rules() {
    python3 "$here/rules.py" --self-test &&
        sources '*.cpp' '*.h' '*.sql' '*.sh' '*.py' dev | xargs -r python3 "$here/rules.py"
}
check_layering() { python3 tests/layering/layering.py .; }

# Compile commands of Clang, its precompiled headers and moc's output; no other file is compiled.
check_tidy() {
    local targets
    cmake --preset tidy >build-tidy.log 2>&1 || { cat build-tidy.log; rm -f build-tidy.log; return 1; }
    rm -f build-tidy.log
    mapfile -t targets < <(ninja -C build/tidy -t targets all | grep -oE '^[^/:]+_autogen(:|$)' | tr -d :)
    ninja -C build/tidy -j "$jobs" pgvigil_precompiled_core pgvigil_precompiled_gui "${targets[@]}" \
        >build/tidy/lint.log 2>&1 || { cat build/tidy/lint.log; return 1; }
    python3 "$here/tidy.py" build/tidy "${CCACHE_DIR:-build/tidy}/pgvigil-lint" "$jobs"
}

[ $# -gt 0 ] || set -- format spelling licences shell rules layering tidy
for check in "$@"; do
    if ! output=$("check_$check" 2>&1); then
        failed+=("$check")
        printf '== %s\n%s\n' "$check" "$output"
    fi
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "lint: failed: ${failed[*]}"
    exit 1
fi
echo "lint: $* passed"
