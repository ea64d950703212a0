// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/inventorylink.h"

#include "databases/databasedetail.h"
#include "databases/databasespage.h"
#include "databases/rowsecurityview.h"
#include "roles/rolespage.h"
#include "window/inventoryreader.h"
#include "window/serverlist.h"

namespace app {

using namespace std::chrono_literals;
using ui::DatabasesPage;
using ui::RolesPage;

namespace {

constexpr auto Pace = 10s; ///< Between two readings while somebody looks.
constexpr auto SizePace = 60s;

} // namespace

InventoryLink::InventoryLink(ServerList &servers, const Panels &panels, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_panels(panels)
{
    connect(&panels.roles, &RolesPage::inventoryWanted, this, &InventoryLink::wanted);
    connect(&panels.databases, &DatabasesPage::inventoryWanted, this, &InventoryLink::wanted);
    connect(&panels.roles, &RolesPage::othersWanted, this, &InventoryLink::readOthers);
    connect(&panels.databases, &DatabasesPage::othersWanted, this, &InventoryLink::readOthers);
    connect(this, &InventoryLink::contentsKnown, &panels.roles, &RolesPage::showContents);
    connect(this, &InventoryLink::contentsKnown, &panels.databases, &DatabasesPage::showKnown);
    connect(&panels.databases, &DatabasesPage::contentsWanted, this, &InventoryLink::readContents);
    ui::RowSecurityView &rowSecurity = panels.databases.detail().rowSecurity();
    connect(&rowSecurity, &ui::RowSecurityView::visibilityWanted, this, &InventoryLink::ask);
    rowSecurity.setAnswerable(true);
    connect(&servers, &ServerList::snapshotTaken, this, &InventoryLink::takeSnapshot);
}

void InventoryLink::showServer(const QString &id)
{
    m_server = id;
    forget();
}

void InventoryLink::forget()
{
    m_reader = nullptr;
    m_unanswered.clear();
    m_reading = false;
    m_again = false;
    m_lastRead.invalidate();
    m_lastSizes.invalidate();
    m_inventory.reset();
    m_known = {};
    m_others.clear();
    tellKnown();
}

// It ended with its connection and answers no more; the next one may be of another server.
void InventoryLink::forgetReader()
{
    const std::set<inventory::Oid> unanswered = m_unanswered;
    forget();
    for (const inventory::Oid database : unanswered)
        readContents(database); // which says that there is no connection
}

// An answer on its way outlives its reader, and then has no sender.
bool InventoryLink::isAnswer() const
{
    return m_reader && sender() == m_reader;
}

bool InventoryLink::isConnected() const
{
    const ServerLink *link = m_servers.link(m_server);
    return link && link->inventory() && link->snapshot() &&
           link->status().state == base::ServerState::Live;
}

bool InventoryLink::isLookedAt() const
{
    return m_panels.roles.isVisible() || m_panels.databases.isVisible();
}

InventoryReader *InventoryLink::reader()
{
    InventoryReader *now = m_servers.link(m_server)->inventory();
    if (now == m_reader)
        return m_reader;
    m_reader = now;
    connect(now, &InventoryReader::inventoryRead, this, &InventoryLink::takeInventory,
            Qt::UniqueConnection);
    connect(now, &InventoryReader::failed, this, &InventoryLink::takeProblem, Qt::UniqueConnection);
    connect(now, &InventoryReader::contentsRead, this, &InventoryLink::takeContents,
            Qt::UniqueConnection);
    connect(now, &InventoryReader::answered, this, &InventoryLink::takeAnswer,
            Qt::UniqueConnection);
    connect(now, &InventoryReader::contentsFailed, this, &InventoryLink::takeContentsProblem,
            Qt::UniqueConnection);
    return m_reader;
}

void InventoryLink::refresh()
{
    m_again = m_reading;
    if (m_reading || !isConnected())
        return;
    m_reading = true;
    reader()->read();
}

void InventoryLink::refreshIfSeen()
{
    if (isLookedAt())
        refresh();
}

// Without a connection the first snapshot will do.
void InventoryLink::wanted()
{
    if (isConnected())
        refresh();
}

void InventoryLink::readContents(quint32 database)
{
    const inventory::Database *what = m_inventory ? m_inventory->database(database) : nullptr;
    if (what && isConnected()) {
        m_unanswered.insert(database);
        reader()->readContents(database, what->name);
        return;
    }
    m_panels.databases.showContentsProblem(
        database, {.kind = base::ErrorKind::ConnectionLost,
                   .message = tr("There is no connection to the server.")});
}

void InventoryLink::readOthers()
{
    if (!m_inventory || !m_others.empty())
        return;
    m_others = m_known.unread(*m_inventory);
    if (m_others.size() > ui::ContentsAtOnce)
        m_others.resize(ui::ContentsAtOnce);
    std::ranges::reverse(m_others);
    readNext();
}

// After each answer: a wish for another database may have taken the place of ours.
void InventoryLink::readNext()
{
    const auto isDone = [this](inventory::Oid each) {
        return m_known.read.contains(each) || m_known.failed.contains(each) ||
               !m_inventory->database(each);
    };
    while (!m_others.empty() && (isDone(m_others.back()) || !isConnected()))
        m_others.pop_back();
    if (!m_others.empty())
        readContents(m_others.back());
    tellKnown();
}

void InventoryLink::tellKnown()
{
    m_known.coming = int(m_others.size());
    emit contentsKnown(std::make_shared<const ui::KnownContents>(m_known));
}

void InventoryLink::ask(quint32 database, const inventory::VisibilityQuestion &question)
{
    const inventory::Database *what = m_inventory ? m_inventory->database(database) : nullptr;
    if (what && isConnected()) {
        reader()->ask(what->name, question);
        return;
    }
    m_panels.databases.detail().rowSecurity().showAnswer(
        {.id = question.id,
         .visibility = inventory::Visibility::Failed,
         .error = {.kind = base::ErrorKind::ConnectionLost,
                   .message = tr("There is no connection to the server.")}});
}

void InventoryLink::readSizesIfDue()
{
    const bool due = !m_lastSizes.isValid() || m_lastSizes.durationElapsed() > SizePace;
    if (!m_inventory || !m_panels.databases.isVisible() || !due || !isConnected())
        return;
    m_lastSizes.start();
    reader()->readSizes();
}

void InventoryLink::takeSnapshot(const QString &id)
{
    if (id != m_server)
        return;
    const ServerLink *link = m_servers.link(id);
    if (m_reader && (!link || link->inventory() != m_reader))
        forgetReader();
    if (!isConnected() || m_reading)
        return;
    readSizesIfDue();
    const bool due = isLookedAt() && m_lastRead.isValid() && m_lastRead.durationElapsed() > Pace;
    if (!m_lastRead.isValid() || due)
        refresh();
}

void InventoryLink::takeInventory(const inventory::InventoryPtr &inventory,
                                  const ui::ObservedPtr &observed)
{
    if (!isAnswer())
        return;
    m_reading = false;
    m_lastRead.start();
    m_inventory = inventory;
    readSizesIfDue();
    m_panels.roles.showInventory(inventory, observed);
    m_panels.databases.showInventory(inventory, observed);
    emit inventoryShown(inventory);
    if (m_again)
        refresh();
}

void InventoryLink::takeProblem(const base::Error &error)
{
    if (!isAnswer())
        return;
    m_reading = false;
    m_lastRead.start();
    m_panels.roles.showProblem(error);
    m_panels.databases.showProblem(error);
}

void InventoryLink::takeContents(const inventory::ContentsPtr &contents)
{
    if (!isAnswer())
        return;
    m_unanswered.erase(contents->database);
    m_known.failed.erase(contents->database);
    m_known.read[contents->database] = contents;
    m_panels.databases.showContents(contents);
    readNext();
}

void InventoryLink::takeAnswer(const inventory::VisibilityAnswer &answer)
{
    if (isAnswer())
        m_panels.databases.detail().rowSecurity().showAnswer(answer);
}

void InventoryLink::takeContentsProblem(quint32 database, const base::Error &error)
{
    if (!isAnswer())
        return;
    m_unanswered.erase(database);
    m_known.failed.insert(database);
    m_panels.databases.showContentsProblem(database, error);
    readNext();
}

} // namespace app
