#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy and clazy over the project's own sources, each file once for each content.

tidy.py BUILD-FOLDER CACHE-FOLDER JOBS     BUILD-FOLDER is configured with Clang and holds the
                                           precompiled headers and the output of moc
A file is skipped when it, the headers of the project that it sees, the compile command and the
rules are as they were when it was last found clean.
"""

import concurrent.futures
import hashlib
import json
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path.cwd()
INCLUDE_ROOTS = ["models", "ui", "app", "."]
CLAZY = ("level1,no-qproperty-without-notify,no-rule-of-two-soft,no-non-pod-global-static,"
         "no-range-loop-detach,no-overloaded-signal")
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.M)


def seen_headers(path, known):
    """The project's files that a file includes, itself included, as far as quotes tell."""
    if path in known or not path.is_file():
        return known
    known[path] = path.read_bytes()
    for name in INCLUDE.findall(known[path]):
        for folder in [path.parent, *(ROOT / root for root in INCLUDE_ROOTS)]:
            candidate = (folder / name.decode()).resolve()
            if candidate.is_file():
                seen_headers(candidate, known)
                break
    return known


def digest(path, command, rules):
    summary = hashlib.sha256(rules + command.encode())
    for name, content in sorted(seen_headers(path, {}).items()):
        summary.update(str(name.relative_to(ROOT) if name.is_relative_to(ROOT) else name).encode())
        summary.update(content)
    return summary.hexdigest()


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def check(path, build):
    problems = []
    code, output = run(["clang-tidy", "--quiet", "-p", str(build), str(path)])
    if code != 0:
        problems.append(output)
    code, output = run(["clazy-standalone", "-p", str(build), f"--checks={CLAZY}",
                        f"--header-filter={ROOT}/(models|ui|app)/.*", str(path)])
    if code != 0 or "warning:" in output:
        problems.append(output)
    return problems


def main():
    build, cache, jobs = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    cache.mkdir(parents=True, exist_ok=True)
    rules = b"".join([(ROOT / ".clang-tidy").read_bytes(), pathlib.Path(__file__).read_bytes(),
                      *(path.read_bytes() for path in sorted((ROOT / "cmake/precompiled").glob("*.h")))])
    waiting = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = pathlib.Path(entry["file"]).resolve()
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in ("models", "ui", "app"):
            command = " ".join(shlex.split(entry["command"])).replace(str(ROOT), "")
            stamp = cache / digest(path, command, rules)
            if not stamp.exists():
                waiting[path] = stamp
    failed = False
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(check, path, build): path for path in waiting}
        for future in concurrent.futures.as_completed(futures):
            path = futures[future]
            problems = future.result()
            failed |= bool(problems)
            if not problems:
                waiting[path].touch()
            for problem in problems:
                print(f"{path.relative_to(ROOT)}:\n{problem}", flush=True)
    print(f"{len(waiting)} files checked", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
