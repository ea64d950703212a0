#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the table of floors and rooms: who may include and link whom.

layering.py SOURCE-FOLDER      checks the #includes and the CMake links below it
layering.py --self-test        plants violations and expects to find each of them
"""

import pathlib
import re
import sys
import tempfile

# The level of each room; a room sees the rooms that its row names, and itself. `any` sees all.
NEIGHBOURS = ["sessions", "locks", "inventory", "access", "logs", "statements", "maintenance",
              "actions", "history"]
MODELS = ["base", "postgres", "snapshot", *NEIGHBOURS, "health", "reports"]
MAY_SEE = {
    "base": [],
    "postgres": ["base"],
    "snapshot": ["base", "postgres"],
    **{room: ["base", "postgres", "snapshot"] for room in NEIGHBOURS},
    "health": ["base", "postgres", *NEIGHBOURS],
    "reports": ["base", "postgres", *NEIGHBOURS, "health"],
}

QT_WIDGETS = re.compile(r"Q(Widget|Application|Dialog|Label|MainWindow|PushButton|TreeView|TableView|"
                        r"Action|Icon|Pixmap|Painter|Color|Palette|Font)s?$|^QtWidgets|^QtGui")
# Outside libraries that only one room knows.
ONLY_IN = {
    r"libpq-fe\.h|libpq-events\.h|postgres_ext\.h|libpq/.*": {"postgres"},
    r"QtCharts.*|QChart.*": {"widgets"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')


def room_of(path):
    """("models", "locks"), ("ui", "locks"), ("app", "app") …, or None outside of the house."""
    floor = path.parts[0]
    if floor in ("models", "ui"):
        return (floor, path.parts[1]) if len(path.parts) > 2 else None
    return (floor, floor) if floor in ("app", "tests") else None


def target_of(root, path, included):
    """The room that an #include "…" leads to, by the rules of the include roots."""
    candidates = [path.parent / included, pathlib.Path("models") / included,
                  pathlib.Path("ui") / included, pathlib.Path("app") / included,
                  pathlib.Path("tests") / included, pathlib.Path(included)]
    for candidate in candidates:
        parts = [part for part in candidate.parts if part != "."]
        if ".." not in parts and (root / candidate).is_file():
            return room_of(pathlib.Path(*parts))
    return None


def allowed(source, target):
    floor, room = source
    target_floor, target_room = target
    if source == target or floor == "tests":
        return True
    if target_floor in ("tests", "app"):
        return floor == target_floor
    if floor == "app":
        return True
    if floor == "ui":
        return (target_floor == "ui" and room != "widgets"
                or target_floor == "models" and target_room != "postgres")
    return target_floor == "models" and target_room in MAY_SEE.get(room, [])


def check_library(source, included):
    floor, room = source
    if floor == "models" and QT_WIDGETS.search(pathlib.PurePath(included).name):
        yield "a model knows no widget"
    for pattern, rooms in ONLY_IN.items():
        if floor in ("models", "ui", "app") and re.fullmatch(pattern, included) and room not in rooms:
            yield "only " + ", ".join(sorted(rooms)) + " may include this"


def check_includes(root):
    for floor in ("models", "ui", "app"):
        for path in sorted((root / floor).rglob("*")):
            relative = path.relative_to(root)
            source = room_of(relative)
            if path.suffix not in (".h", ".cpp") or source is None:
                continue
            if source[0] == "models" and source[1] not in MODELS:
                yield f"{relative}: the table has no room '{source[1]}'"
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                place = f"{relative}:{number}: {match[2]}"
                for complaint in check_library(source, match[2]):
                    yield f"{place}: {complaint}"
                target = target_of(root, relative, match[2]) if match[1] == '"' else None
                if target and not allowed(source, target):
                    yield f"{place}: {'/'.join(source)} may not include {'/'.join(target)}"


def linked_room(name):
    if name in MODELS:
        return ("models", name)
    if name.startswith("ui_"):
        return ("ui", name[3:])
    return ("tests", "tests") if name == "testsupport" else None


def check_links(root):
    for floor in ("models", "ui"):
        for path in sorted((root / floor).rglob("CMakeLists.txt")):
            text = re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
            for name, arguments in re.findall(r"pgvigil_add_room\(\s*(\w+)([^)]*)\)", text):
                source = linked_room(name)
                links = re.search(r"\bLINK\b(.*)", arguments, re.S)
                for link in links[1].split() if links else []:
                    target = linked_room(link)
                    place = f"{path.relative_to(root)}: {name} links {link}"
                    if source is None:
                        yield f"{place}: {name} is no room of the table"
                    elif target and not allowed(source, target):
                        yield place
                    elif source[0] == "models" and link in ("Qt6::Widgets", "Qt6::Gui"):
                        yield f"{place}: a model knows no widget"


def check(root):
    return [*check_includes(root), *check_links(root)]


GOOD = {
    "models/base/error.h": "#include <QString>",
    "models/postgres/connection.h": '#include "base/error.h"\n#include <libpq-fe.h>',
    "models/snapshot/sampler.cpp": '#include "postgres/connection.h"',
    "models/locks/graph.h": '#include "snapshot/sampler.cpp"\n#include "base/error.h"',
    "models/health/findings.h": '#include "locks/graph.h"',
    "ui/widgets/theme.h": "#include <QWidget>",
    "ui/locks/page.cpp": '#include "locks/graph.h"\n#include "widgets/theme.h"',
    "app/main.cpp": '#include "locks/page.cpp"\n#include "postgres/connection.h"',
    "models/locks/CMakeLists.txt": "pgvigil_add_room(locks CORE SOURCES graph.h LINK snapshot Qt6::Core)",
}
BAD = {
    "models/base/bad.h": '#include "postgres/connection.h"',
    "models/postgres/bad.h": '#include "snapshot/sampler.cpp"',
    "models/locks/bad.h": '#include "sessions/model.h"',
    "models/sessions/bad.cpp": "#include <libpq-fe.h>",
    "models/sessions/worse.cpp": "#include <QWidget>",
    "models/cellar/bad.h": "#include <QString>",
    "models/health/bad.h": '#include "reports/text.h"',
    "ui/locks/bad.cpp": '#include "postgres/connection.h"',
    "ui/widgets/bad.cpp": '#include "locks/bad.cpp"',
    "ui/locks/worse.cpp": '#include "main.h"',
    "models/actions/CMakeLists.txt": "pgvigil_add_room(actions CORE SOURCES a.h LINK base sessions)",
    "models/access/CMakeLists.txt": "pgvigil_add_room(access CORE SOURCES a.h LINK base Qt6::Widgets)",
    "ui/access/CMakeLists.txt": "pgvigil_add_room(ui_access GUI SOURCES a.h LINK postgres)",
}
ALSO = ["models/sessions/model.h", "models/reports/text.h", "app/main.h"]


def self_test():
    failures = []
    for planted in [None, *BAD]:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            files = GOOD | dict.fromkeys(ALSO, "") | ({planted: BAD[planted]} if planted else {})
            if planted == "ui/widgets/bad.cpp":
                files["ui/locks/bad.cpp"] = ""
            for name, content in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(content, encoding="utf-8")
            found = check(root)
        if planted and not any(line.startswith(planted) for line in found):
            failures.append(f"not found: {planted}: {BAD[planted]}")
        failures += [f"false alarm: {line}" for line in found if not planted or not line.startswith(planted)]
    return failures


def main():
    problems = self_test() if sys.argv[1] == "--self-test" else check(pathlib.Path(sys.argv[1]))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
