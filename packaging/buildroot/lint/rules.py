#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's own rules that a pattern can hold: security.md's and the style's, budgets, and SQL.

rules.py FILE…        checks the files, named relative to the current folder
rules.py --self-test  checks that every rule finds what it is made for

A line is excused by a comment that ends the line, or stands on the line before:
    // lint: allow RULE: the reason
"""

import re
import sys
import tempfile
import os

MAX_FILE = 400
MAX_FUNCTION = 40

# name, pattern, where it holds (start of path), where not, what is wrong, an example
RULES = [
    ("simple-query", r"\bPQ(exec\w*|sendQuery|fn|setdb\w*|connectdb\w*|connectPoll\s*\(\s*\)|lo_\w+|putCopy\w*|getCopy\w*)\s*\(",
     ("models", "ui", "app"), (), "only PQsendQueryParams and prepared statements, never blocking",
     'PQexec(connection, "SELECT 1");'),
    ("libpq", r"\b(PGconn|PGresult|pg_conn|pg_result|PGcancelConn|PGnotify)\b|libpq-fe\.h",
     ("models", "ui", "app"), ("models/postgres/",), "libpq's handles stay in models/postgres",
     "PGconn *connection;"),
    ("nested-loop", r"\bprocessEvents\b|(\.|->|::)exec\(\s*\)|\b\w*([mM]enu|[dD]ialog|[bB]ox)\w*(\.|->)exec\(",
     ("models", "ui", "app"), ("app/main.cpp", "app/commandline/"), "no nested event loop; dialogs use open()",
     "dialog->exec();"),
    ("blocking", r"(\.|->)waitFor(Finished|Started|ReadyRead|BytesWritten|Connected|Disconnected|Encrypted)\(",
     ("models", "ui"), (), "nothing waits in models and ui", "process.waitForFinished();"),
    ("shell", r"(?<![\w.>:])(std::system|::system|system|popen|execlp?|execvp?e?)\s*\(|\bstartCommand\s*\(",
     ("models", "ui", "app", "tests"), (), "no shell: QProcess with a fixed program and a list of arguments",
     'system("ls");'),
    ("settings-file", r"\bQSettings\s+\w+\s*[({]|\bQSettings\s*\(|QSettings::(Ini|Native)Format",
     ("models", "ui"), (), "settings come from app; a foreign file is never read by QSettings",
     "QSettings file(path, QSettings::IniFormat);"),
    ("deserialise", r"\bQDataStream\b|\bpickle\b", ("models", "ui", "app"), (),
     "no deserialiser that makes types of its own choice", "QDataStream stream(bytes);"),
    ("url-text", r"\b\w*[uU]rl\w*(\(\))?(\.|->)(toString|toDisplayString|toEncoded)\(\s*\)", ("models", "ui", "app"), (),
     "QUrl::toString prints the password", "text = url.toString();"),
    ("colour", r"\bQColor\s*(\w+\s*)?[({]\s*[\d\"u#]|\"#[0-9a-fA-F]{3,8}\"|\bQt::(red|green|blue|yellow|black|white|gray|cyan|magenta|dark\w+|light\w+)\b|\bqRgba?\(",
     ("ui",), ("ui/widgets/",), "colours come from the theme's tokens", 'QColor("#ff0000");'),
    ("informative", r"\bsetInformativeText\(", ("ui", "app"), (),
     "QMessageBox shows the informative text as rich text", "box.setInformativeText(error);"),
    ("rich-text", r"\bsetHtml\(|Qt::RichText|\binsertHtml\(", ("ui", "app"), (),
     "server and user text is plain text", "label->setTextFormat(Qt::RichText);"),
    ("debug", r"\bqDebug\s*\(|\bstd::c(out|err)\b|\bprintf\s*\(", ("models", "ui"), (),
     "no debugging prints; use the room's logging category", 'qDebug() << "here";'),
    ("todo", r"\b(TODO|FIXME|XXX)\b(?!.*#\d)", ("",), (), "a TODO names its issue", "// TODO later"),
]

TOOLTIP = re.compile(r"\bsetToolTip\s*\(")
SAFE_TOOLTIP = re.compile(r"\btr\s*\(|toHtmlEscaped|plainToolTip|^\s*\{?\}?\s*\)|^\s*QString\(\)"
                          r"|^\s*\w+->(toolTip|text)\(\)\s*\)")  # of an action or button of our own
COMMENT = re.compile(r"//(?!.*\").*")
ALLOW = re.compile(r"lint: allow ([\w-]+): \S")


def excused(lines, index, rule):
    for line in lines[max(0, index - 1):index + 1]:
        match = ALLOW.search(line)
        if match and match[1] == rule:
            return True
    return False


def argument(lines, index, start):
    """The text inside of the parentheses that open at the position, over several lines."""
    text = "\n".join([lines[index][start:], *lines[index + 1:index + 8]])
    depth = 1
    for position, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return text[:position + 1]
    return text


def check_patterns(path, lines):
    if path.startswith("packaging/buildroot/lint/"):
        return
    code = path.endswith((".cpp", ".h"))
    for name, pattern, where, excepted, message, _ in RULES:
        if not path.startswith(where) or path.startswith(excepted or ("\0",)):
            continue
        for index, line in enumerate(lines):
            searched = COMMENT.sub("", line) if name != "todo" else line
            if (code or name == "todo") and re.search(pattern, searched) and not excused(lines, index, name):
                yield f"{path}:{index + 1}: [{name}] {message}"
    if code and path.startswith(("ui", "app")):
        for index, line in enumerate(lines):
            match = TOOLTIP.search(line)
            if match and not SAFE_TOOLTIP.search(argument(lines, index, match.end())) \
                    and not excused(lines, index, "tooltip"):
                yield f"{path}:{index + 1}: [tooltip] a tooltip is tr() or toHtmlEscaped() inside <qt>"


def check_budgets(path, lines):
    if not path.endswith((".cpp", ".h", ".py", ".sh")):
        return
    if len(lines) > MAX_FILE and not any("lint: allow file-length:" in line for line in lines):
        yield f"{path}:{len(lines)}: [file-length] more than {MAX_FILE} lines"
    if not path.endswith((".cpp", ".h")):
        return
    start = None
    for index, line in enumerate(lines):
        if line == "{":
            start = index
        elif line == "}" and start is not None:
            length = index - start - 1
            if length > MAX_FUNCTION and not excused(lines, max(0, start - 1), "function-length"):
                yield f"{path}:{start + 1}: [function-length] {length} lines, more than {MAX_FUNCTION}"
            start = None


# SQL ---------------------------------------------------------------------------------------------

SQL_SPECIAL = set("""any all array as by cast check coalesce conflict cube distinct except exists extract
    filter from grouping in intersect is join lateral limit natural not null nullif on only or and
    order over partition returning row select set some then union unique using values when where with
    within greatest least rollup sets case else end materialized group having int4 char varchar
    numeric bit timestamp time interval float""".split())
SQL_START = re.compile(r"^\s*(SELECT|WITH|INSERT|UPDATE|DELETE|LOCK|TABLE|MERGE|CALL|COPY|EXPLAIN)\b")


def without_sql_texts(sql):
    """Comments blank, literals empty, line numbers kept."""
    def blank(match):
        token = match[0]
        kept = "''" if token.startswith("'") else token if token.startswith('"') else ""
        return kept + "\n" * token.count("\n")
    return re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"", blank, sql, flags=re.S)


def check_sql(path, sql, first_line=1):
    text = without_sql_texts(sql)
    known = {name.lower() for name in re.findall(r"(?:\bWITH\s+(?:RECURSIVE\s+)?|,\s*)(\w+)\s*(?:\([^()]*\)\s*)?AS\s+"
                                                 r"(?:NOT\s+)?(?:MATERIALIZED\s+)?\(", text, re.I)}
    def place(position):
        return f"{path}:{first_line + text.count(chr(10), 0, position)}"
    for match in re.finditer(r"(?<![\w.\"])(\w+)\s*\(", text):
        name = match[1].lower()
        before = text[:match.start()].rstrip()
        alias = re.search(r"\bAS$|\)$", before, re.I) or re.search(r"[\w.)]\s*$", before) and \
            re.search(r"(?:\bpg_catalog\.\w+\s*\([^()]*\)|\bVALUES\b.*)\s*(?:WITH ORDINALITY)?$", before, re.I)
        if name not in SQL_SPECIAL and name not in known and not name.isdigit() and not alias:
            yield f"{place(match.start())}: [sql-function] {match[1]}() is not qualified with pg_catalog"
    from_list = r"\b(?:FROM|JOIN)\s+(?:LATERAL\s+)?(?:ONLY\s+)?(\w+)(\s*[.(])?"
    for match in re.finditer(from_list, text, re.I):
        name = match[1].lower()
        inside = re.search(r"\b(extract|substring|trim|overlay)\s*\([^()]*$", text[:match.start()], re.I)
        distinct = re.search(r"\bDISTINCT\s*$", text[:match.start()], re.I)
        if match[2] is None and name not in known and name not in ("select", "lateral", "rows") \
                and not inside and not distinct:
            yield f"{place(match.start())}: [sql-relation] {match[1]} is not qualified with a schema"


LITERAL = re.compile(r'R"(\w*)\((.*?)\)\1"|"((?:[^"\\\n]|\\.)*)"', re.S)


def check_literals(path, lines):
    """SQL in C++: neighbouring literals are one text, as for the compiler."""
    text = "\n".join("" if line.lstrip().startswith("//") else line for line in lines)
    joined, first, end = "", 0, None
    for match in [*LITERAL.finditer(text), None]:
        gap = text[end:match.start()] if match and end is not None else "x"
        if gap.strip() and gap.strip() not in ("u8", "u"):
            if SQL_START.match(joined):
                line = text.count("\n", 0, first) + 1
                for problem in check_sql(path, joined, line):
                    if not excused(lines, line - 1, "sql"):
                        yield problem
            joined, first = "", match.start() if match else 0
        if match:
            joined += match[2] if match[2] is not None else match[3].replace('\\"', '"').replace("\\n", "\n")
            end = match.end()


def check(path):
    with open(path, encoding="utf-8") as file:
        content = file.read()
    lines = content.splitlines()
    yield from check_patterns(path, lines)
    yield from check_budgets(path, lines)
    if path.endswith(".sql") and path.startswith("resources/sql/"):
        yield from check_sql(path, content)
    if path.endswith((".cpp", ".h")) and path.startswith(("models", "app")) \
            and not path.startswith("app/practice/"):  # plays the part of careless applications
        yield from check_literals(path, lines)


SQL_GOOD = """-- count(x) FROM somewhere
WITH held AS (SELECT pid FROM pg_catalog.pg_locks), more(a, b) AS MATERIALIZED (VALUES (1, 2))
SELECT pg_catalog.count(*) FILTER (WHERE pid IN (1, 2)), coalesce(a, 'now()'), extract(epoch FROM b)::int4
FROM held JOIN pg_catalog.pg_stat_get_activity(NULL) AS s(a, b) ON (s.a = held.pid), more
WHERE a IS DISTINCT FROM b AND EXISTS (SELECT FROM held)
"""
SQL_BAD = ["SELECT now() FROM pg_catalog.pg_class", "SELECT 1 FROM pg_locks",
           "SELECT 1 FROM pg_catalog.pg_class AS c\nJOIN pg_roles r ON true", "SELECT (count(*))"]


def self_test():
    wrong = []
    def found(path, text):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        return list(check(path))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, _, where, _, _, example in RULES:
            path = (where[0] or "ui") + "/room/file.cpp"
            if not any(f"[{name}]" in line for line in found(path, example)):
                wrong.append(f"{name} does not find {example}")
            if any(f"[{name}]" in line for line in found(path, f"{example} // lint: allow {name}: a test")):
                wrong.append(f"{name} cannot be excused")
        wrong += [f"false alarm: {line}" for line in found("resources/sql/a/good.sql", SQL_GOOD)]
        for sql in SQL_BAD:
            if len(found("resources/sql/a/bad.sql", sql)) != 1:
                wrong.append(f"not found: {sql}")
            quoted = "".join(f'    "{line} "\n' for line in sql.splitlines())
            if len(found("models/a/bad.cpp", f"auto sql =\n{quoted};")) != 1:
                wrong.append(f"not found in C++: {sql}")
        for path, text, count in [
                ("ui/a/t.cpp", "w->setToolTip(name);", 1), ("ui/a/t.cpp", "w->setToolTip(\n  tr(\"x\"));", 0),
                ("ui/a/t.cpp", "void f()\n{\n" + "    x();\n" * 41 + "}", 1),
                ("ui/a/t.cpp", "void f()\n{\n" + "    x();\n" * 40 + "}", 0),
                ("ui/a/t.cpp", "x\n" * 401, 1)]:
            if len(found(path, text)) != count:
                wrong.append(f"expected {count}: {text[:60]}")
        os.chdir("/")
    return wrong


def main():
    if sys.argv[1:] == ["--self-test"]:
        problems = self_test()
    else:
        problems = [problem for path in sys.argv[1:] for problem in check(path)]
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
