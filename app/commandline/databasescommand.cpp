// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/databasescommand.h"

#include "base/plaintext.h"
#include "commandline/inventoryjson.h"
#include "commandline/terminal.h"
#include "inventory/inventorytext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace app {

namespace {

using namespace inventory;
using ui::InventoryText;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::DatabasesCommand)
};

QString stateText(const Database &database)
{
    QStringList words;
    if (database.isTemplate)
        words += Tr::tr("template");
    if (!database.allowConnections)
        words += Tr::tr("closed");
    if (!database.canConnect)
        words += Tr::tr("no CONNECT");
    return words.join(u", "_s);
}

QString migrationText(const DatabaseContents *contents)
{
    QStringList words;
    for (const Migration &migration : contents ? contents->migrations : std::vector<Migration>()) {
        QString text = migration.tool;
        if (!migration.version.isEmpty())
            text += u' ' + migration.version;
        words += migration.failed ? Tr::tr("%1 (failed)").arg(text) : text;
    }
    return words.join(u", "_s);
}

QString extensionText(const DatabaseContents *contents)
{
    QStringList words;
    for (const Extension &extension : contents ? contents->extensions : std::vector<Extension>())
        words += extension.name + u' ' + extension.version;
    return words.join(u", "_s);
}

void printTable(const Inventory &inventory, const ContentsRead &contents)
{
    QList<QStringList> rows;
    for (const Database &database : inventory.databases) {
        const auto found = contents.find(database.oid);
        const DatabaseContents *inside =
            found != contents.end() && found->second ? &*found->second : nullptr;
        rows.append({database.name, InventoryText::role(inventory, database.owner),
                     database.sizeBytes ? InventoryText::bytes(*database.sizeBytes) : u"–"_s,
                     InventoryText::connections(database.connections, database.connectionLimit),
                     InventoryText::encoding(database), InventoryText::number(database.xidAge),
                     stateText(database), migrationText(inside), extensionText(inside)});
    }
    const QStringList header{Tr::tr("DATABASE"), Tr::tr("OWNER"),     Tr::tr("SIZE"),
                             Tr::tr("SESSIONS"), Tr::tr("ENCODING"),  Tr::tr("XID AGE"),
                             Tr::tr("STATE"),    Tr::tr("MIGRATION"), Tr::tr("EXTENSIONS")};
    for (const QString &line : alignedTable(header, rows, {2, 3, 5}))
        printLine(line);
}

// The same trouble is told once, with the databases that have it.
void printProblems(const Inventory &inventory, const ContentsRead &contents)
{
    QMap<QString, QStringList> problems;
    for (const auto &[oid, read] : contents) {
        if (!read)
            problems[read.error().message] += InventoryText::database(inventory, oid);
    }
    for (const auto &[problem, databases] : problems.asKeyValueRange()) {
        printNote(Tr::tr("Not looked into: %1. %2")
                      .arg(databases.join(u", "_s), base::visibleText(problem)));
    }
}

std::vector<Finding> findingsOf(const Inventory &inventory, const ContentsRead &contents)
{
    std::vector<Finding> findings = inventoryFindings(inventory, {.now = inventory.takenAt});
    std::erase_if(findings,
                  [](const Finding &finding) { return finding.kind != SubjectKind::Database; });
    for (const auto &[oid, read] : contents) {
        if (!read)
            continue;
        const std::vector<Finding> inside = contentsFindings(inventory, *read);
        findings.insert(findings.end(), inside.begin(), inside.end());
    }
    return findings;
}

} // namespace

QCoro::Task<int> printDatabases(Request request, base::Secret password)
{
    auto read = co_await readInventoryOf(request.connection, std::move(password));
    if (!read)
        co_return printError(read.error().error, request.json, read.error().exitCode);
    if (const auto sized = co_await readSizes(&*read); !sized)
        co_return printError(sized.error(), request.json, ExitCode::Connect);
    const ContentsRead contents = co_await readAllContents(&*read);
    const Inventory &inventory = read->inventory;
    const std::vector<Finding> findings = findingsOf(inventory, contents);
    if (request.json) {
        printJson(databasesToJson(*read, contents, findings));
    } else {
        const auto count = inventory.databases.size();
        printLine(inventoryHeadline(*read, count == 1 ? Tr::tr("1 database")
                                                      : Tr::tr("%1 databases").arg(count)));
        printLine({});
        printTable(inventory, contents);
        printFindings(inventory, findings, SubjectKind::Database);
        printProblems(inventory, contents);
    }
    const bool complete =
        std::ranges::all_of(contents, [](const auto &one) { return one.second.has_value(); });
    co_return int(complete ? exitCodeOf(findings) : ExitCode::Found);
}

} // namespace app
