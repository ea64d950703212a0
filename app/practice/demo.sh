#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# demo.sh PGVIGIL OUTPUT_DIR: starts a practice server and, once its incident is at its height, opens the
# console on it. Without a display it saves a picture of every panel in both themes and says where.
# The practice server ends with this script.
set -euo pipefail

pgvigil=${1:?usage: demo.sh PGVIGIL OUTPUT_DIR}
output=${2:?usage: demo.sh PGVIGIL OUTPUT_DIR}
panels=(activity locks access roles databases)
work=$(mktemp -d)

cleanup() {
    if [ -n "${server:-}" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

echo "Starting a practice server and staging an incident (about 15 seconds) …" >&2
"$pgvigil" practice start incident --foreground --wait >"$work/connection" 2>"$work/notes" &
server=$!
while [ ! -s "$work/connection" ]; do
    if ! kill -0 "$server" 2>/dev/null; then
        cat "$work/notes" >&2
        exit 1
    fi
    sleep 0.2
done
connection=$(head -n 1 "$work/connection")
echo "It is reached by: $connection" >&2

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    "$pgvigil" --connect "$connection" --name "Practice server"
    exit
fi

mkdir -p "$output"
# Exit code 1 says that sessions are blocked, which is what was staged.
"$pgvigil" snapshot "$connection" --json >"$output/snapshot.json" || [ $? -eq 1 ]
"$pgvigil" snapshot "$connection" >"$output/snapshot.txt" || [ $? -eq 1 ]
"$pgvigil" locks "$connection" --tree --svg "$output/locks.svg" >"$output/locks.txt" || [ $? -eq 1 ]
for panel in "${panels[@]}"; do
    for theme in light dark; do
        "$pgvigil" picture "$panel" "$connection" -o "$output/$panel-$theme.png" --theme "$theme" --scale 2
    done
done
echo "There is no display here, so these are pictures of every panel:"
printf '  %s\n' "$output"/*.png
echo "and reports of the sessions and the locks: $output/snapshot.txt, snapshot.json, locks.txt and locks.svg"
