// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/databasespage.h"

#include "base/plaintext.h"
#include "databases/databasedetail.h"
#include "inventory/changeactions.h"
#include "inventory/lazytable.h"

#include <QCoreApplication>
#include <QPushButton>
#include <QSplitter>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::DatabasesPage)
};

QString whyNotRename(const Database &database)
{
    return database.connections > 0
               ? Tr::tr("PostgreSQL renames a database only while nobody is connected.")
               : QString();
}

// "app (psql), monitor", of the sessions that are connected to it.
QString usersOf(const Database &database, const snapshot::SnapshotPtr &snapshot)
{
    constexpr int MostNamed = 4;
    QStringList users;
    for (const snapshot::Session &session :
         snapshot ? snapshot->sessions : std::vector<snapshot::Session>()) {
        if (session.databaseOid != database.oid)
            continue;
        QString user = base::visibleText(session.role, 60);
        if (!session.application.isEmpty())
            user = Tr::tr("%1 (%2)").arg(user, base::visibleText(session.application, 60));
        if (!users.contains(user))
            users.append(user);
    }
    if (users.size() > MostNamed)
        users = users.first(MostNamed) << Tr::tr("others");
    return users.join(u", "_s);
}

QString whyNotDrop(const Database &database, const QString &users)
{
    if (database.isTemplate)
        return Tr::tr("It is a template, which PostgreSQL does not drop.");
    if (database.connections == 0)
        return {};
    const QString used = database.connections == 1
                             ? Tr::tr("A session is connected to it")
                             : Tr::tr("%1 sessions are connected to it").arg(database.connections);
    const QString by = users.isEmpty() ? used : Tr::tr("%1: %2").arg(used, users);
    return Tr::tr("%1. A database is dropped only when nobody uses it.").arg(by);
}

} // namespace

DatabasesPage::DatabasesPage(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : InventoryPage(words(),
                    new LazyTable(u"databaseTable"_s, tr("Databases"), DatabaseRows::columns()),
                    parent)
    , m_detail(new DatabaseDetail(repository, changes()))
{
    connect(m_detail, &DatabaseDetail::roleChosen, this, &DatabasesPage::roleRequested);
    connect(m_detail, &DatabaseDetail::contentsWanted, this, [this] {
        if (selected())
            lookInto(*selected(), true);
    });
    complete(m_detail, changes().makeButton(u"new"_s));
    splitter().setOrientation(Qt::Vertical);
    splitter().setStretchFactor(1, 1);
    splitter().setSizes({320, 400});
}

InventoryWords DatabasesPage::words()
{
    return {.id = u"databases"_s,
            .title = tr("Databases"),
            .filterHint = tr("Filter: name, owner, comment"),
            .chips = tr("Databases by kind"),
            .failed = tr("The databases could not be read."),
            .reading = tr("Reading the databases…"),
            .noMatch = tr("No database matches the filter."),
            .none = tr("There is no such database."),
            .showAll = tr("Show All Databases"),
            .allChip = idOf(DatabaseChip::All),
            .changes = {{u"limit"_s, tr("Limit Connections…")},
                        {u"owner"_s, tr("Change Owner…")},
                        {u"rename"_s, tr("Rename…")},
                        {u"comment"_s, tr("Comment…")},
                        {u"drop"_s, tr("Drop…")},
                        {u"new"_s, tr("New Application…")}}};
}

void DatabasesPage::showSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    m_snapshot = snapshot;
}

void DatabasesPage::setCompactRows(bool compact)
{
    InventoryPage::setCompactRows(compact);
    m_detail->setCompact(compact);
}

void DatabasesPage::subjectChanged()
{
    m_known = {};
    m_snapshot.reset();
    m_asked.reset();
    m_relation = 0;
    InventoryPage::subjectChanged();
}

void DatabasesPage::showEvent(QShowEvent *event)
{
    InventoryPage::showEvent(event);
    selectionChanged();
}

void DatabasesPage::fillTable()
{
    table().rows().setRowsLater(
        int(inventory()->databases.size()),
        [all = inventory(), seen = observed(), contents = m_known.read]() -> TableRowsPtr {
            return std::make_shared<DatabaseRows>(all, seen, contents);
        });
}

const DatabaseRows *DatabasesPage::rows() const
{
    return static_cast<const DatabaseRows *>(table().rows().shown().get());
}

std::vector<Chip> DatabasesPage::chips() const
{
    const std::pair<DatabaseChip, QString> all[] = {
        {DatabaseChip::All, tr("all")},         {DatabaseChip::InUse, tr("in use")},
        {DatabaseChip::Idle, tr("idle")},       {DatabaseChip::Old, tr("old")},
        {DatabaseChip::Closed, tr("closed")},   {DatabaseChip::Template, tr("template")},
        {DatabaseChip::Finding, tr("finding")},
    };
    std::vector<Chip> shown;
    for (const auto &[chip, text] : all)
        shown.push_back(
            {idOf(chip), text, rows() ? std::optional(rows()->countOf(chip)) : std::nullopt});
    return shown;
}

Severity DatabasesPage::worst() const
{
    return rows()->worst();
}

void DatabasesPage::showDetail()
{
    m_detail->showDatabase(inventory(), selected(), observed());
}

void DatabasesPage::selectionChanged()
{
    if (selected() && inventory())
        lookInto(*selected(), false);
}

void DatabasesPage::showKnown(const KnownContentsPtr &known)
{
    m_known = *known;
    placeNotice();
}

QString DatabasesPage::notice() const
{
    const bool all = m_known.coming == 0 && m_known.unread(*inventory()).empty();
    return all ? QString()
               : tr("What schemas, extensions and default privileges lack is found only in "
                    "databases that were looked into. %1")
                     .arg(knownContentsText(*inventory(), m_known));
}

QString DatabasesPage::noticeAction() const
{
    return m_known.coming > 0 ? QString() : readOthersText(*inventory(), m_known);
}

void DatabasesPage::showContents(const ContentsPtr &contents)
{
    if (!inventory())
        return;
    m_known.read[contents->database] = contents;
    placeNotice();
    if (m_asked == contents->database)
        m_asked.reset();
    fillTable();
    if (selected() != contents->database)
        return;
    m_detail->showContents(contents);
    if (const Oid relation = std::exchange(m_relation, 0))
        m_detail->selectRelation(relation);
}

void DatabasesPage::showContentsProblem(Oid database, const base::Error &error)
{
    if (m_asked == database)
        m_asked.reset();
    if (selected() == database)
        m_detail->showContentsProblem(error);
}

// One at a time: who walks along the table with the arrow keys leaves no trail of connections.
void DatabasesPage::lookInto(Oid database, bool again)
{
    const auto known = m_known.read.find(database);
    if (known != m_known.read.end() && !again)
        return m_detail->showContents(known->second);
    const Database *what = inventory()->database(database);
    if (!what || !what->allowConnections || !what->canConnect || m_asked == database)
        return;
    if (again)
        m_detail->showContents({});
    m_asked = database;
    emit contentsWanted(database);
}

void DatabasesPage::selectDatabase(Oid database, Oid relation)
{
    m_relation = relation;
    select(database, idOf(DatabaseChip::All));
    if (relation != 0 && m_known.read.contains(database))
        m_detail->selectRelation(std::exchange(m_relation, 0));
}

void DatabasesPage::placeObstacles()
{
    using enum ChangeKind;
    const Database *what = inventory() && selected() ? inventory()->database(*selected()) : nullptr;
    QString none;
    if (!inventory())
        none = tr("The databases are not known yet.");
    else if (!what)
        none = tr("No database is selected.");
    const Oid target = what ? what->oid : 0;
    placeObstacle(u"limit"_s, none, {.kind = AlterDatabase, .target = target});
    placeObstacle(u"owner"_s, none, {.kind = ChangeOwner, .target = target});
    placeObstacle(u"comment"_s, none, {.kind = CommentDatabase, .target = target});
    const QString used = none.isEmpty() ? whyNotRename(*what) : none;
    placeObstacle(u"rename"_s, used, {.kind = RenameDatabase, .target = target});
    const QString kept = none.isEmpty() ? whyNotDrop(*what, usersOf(*what, m_snapshot)) : none;
    placeObstacle(u"drop"_s, kept, {.kind = DropDatabase, .target = target});
    placeObstacle(u"new"_s, inventory() ? QString() : none, {.kind = CreateApplication});
}

QString DatabasesPage::helpText() const
{
    return tr(
        "Databases shows what there is on this server, how big and how old it is, who uses "
        "it and who may. “Logins” says which roles get in, and by which lines of "
        "pg_hba.conf.\n\n"
        "Sizes are asked for in the background, once a minute at most. “age” is the share of "
        "autovacuum_freeze_max_age that a database has used up: from 100 % on the server "
        "vacuums it by force.\n\n"
        "Selecting a database connects to it for a moment to read what is in it: tables, "
        "extensions and the state of migrations. Only catalogs are read, and nothing waits "
        "for a lock. Sizes and rows of tables are estimates of the last VACUUM or ANALYZE.\n\n"
        "Changes are shown as SQL first and run only when you say so. A button that is grey "
        "says why when the pointer rests on it. A database is dropped only when nobody is "
        "connected to it.");
}

} // namespace ui
