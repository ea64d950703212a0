// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/baselinelink.h"

#include "base/plaintext.h"
#include "databases/baselineview.h"
#include "window/inventoryreader.h"
#include "window/serverlist.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace app {

using inventory::Baseline;
using inventory::BaselineStore;
using ui::BaselineView;

BaselineLink::BaselineLink(ServerList &servers, BaselineView &view, const QString &folder,
                           QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_view(view)
    , m_folder(folder)
{
    m_files.setMaxThreadCount(1);
    connect(&view, &BaselineView::baselinesWanted, this, &BaselineLink::list);
    connect(&view, &BaselineView::saveWanted, this, &BaselineLink::take);
    connect(&view, &BaselineView::compareWanted, this,
            [this](quint32 database, bool exact) { take(database, {}, exact); });
    connect(&view, &BaselineView::removeWanted, this, &BaselineLink::remove);
}

BaselineLink::~BaselineLink()
{
    m_files.waitForDone();
}

QString BaselineLink::nameOf(quint32 database) const
{
    const inventory::Database *found = m_inventory ? m_inventory->database(database) : nullptr;
    return found ? found->name : QString();
}

// The view knows databases by their OIDs, which other servers have too.
bool BaselineLink::isShown(const QString &serverId) const
{
    return serverId == m_servers.current();
}

void BaselineLink::list(quint32 database)
{
    const QString server = m_servers.current();
    const auto read = [folder = m_folder, server, name = nameOf(database)] {
        return BaselineStore(folder).list(server, name);
    };
    QtConcurrent::run(&m_files, read)
        .then(this, [this, database, server](const BaselineStore::Listing &listing) {
            if (isShown(server))
                m_view.showBaselines(database, listing.baselines, listing.problems);
        });
}

void BaselineLink::take(quint32 database, const QString &name, bool exact)
{
    const ServerLink *link = m_servers.link(m_servers.current());
    const auto profile = m_servers.profile(m_servers.current());
    InventoryReader *reader = link ? link->inventory() : nullptr;
    if (!reader || !link->snapshot() || !profile)
        return m_view.showFailure(database, tr("There is no connection to the server."));
    m_asked.push_back({.reader = reader,
                       .database = database,
                       .as = {.name = name,
                              .serverId = m_servers.current(),
                              .server = pgaccess::displayName(*profile),
                              .database = nameOf(database)}});
    connect(reader, &InventoryReader::baselineRead, this, &BaselineLink::taken,
            Qt::UniqueConnection);
    connect(reader, &QObject::destroyed, this, &BaselineLink::dropLost, Qt::UniqueConnection);
    reader->readBaseline(database, nameOf(database), exact);
}

void BaselineLink::taken(quint32 database, const base::Result<Baseline> &result)
{
    const auto found = std::ranges::find_if(m_asked, [this, database](const Asked &one) {
        return one.database == database && one.reader == sender();
    });
    if (found == m_asked.end())
        return;
    const Asked asked = *found;
    m_asked.erase(found);
    if (!result)
        return showFailure(asked, tr("The tables could not be counted: %1")
                                      .arg(base::singleLine(result.error().message)));
    if (asked.as.name.isEmpty()) {
        if (isShown(asked.as.serverId))
            m_view.showNow(database, *result);
        return;
    }
    Baseline baseline = asked.as;
    baseline.takenAt = result->takenAt;
    baseline.tables = result->tables;
    keep(database, baseline);
}

// A reader that ended with its connection answers no more.
void BaselineLink::dropLost()
{
    const auto lost = std::ranges::stable_partition(
        m_asked, [](const Asked &one) { return !one.reader.isNull(); });
    const std::vector<Asked> unanswered(lost.begin(), lost.end());
    m_asked.erase(lost.begin(), lost.end());
    for (const Asked &one : unanswered)
        showFailure(one, tr("The connection to the server was closed."));
}

void BaselineLink::showFailure(const Asked &asked, const QString &reason)
{
    if (isShown(asked.as.serverId))
        m_view.showFailure(asked.database, reason);
}

void BaselineLink::keep(quint32 database, const Baseline &baseline)
{
    const auto write = [folder = m_folder, baseline] {
        return BaselineStore(folder).save(baseline);
    };
    const auto tell = [this, database, server = baseline.serverId,
                       name = baseline.name](const base::Result<void> &done) {
        if (!isShown(server))
            return;
        if (!done)
            return m_view.showFailure(database, done.error().message);
        m_view.showSaved(database, name);
        list(database);
    };
    QtConcurrent::run(&m_files, write).then(this, tell);
}

void BaselineLink::remove(const Baseline &baseline)
{
    const auto erase = [folder = m_folder, baseline] {
        return BaselineStore(folder).remove(baseline);
    };
    QtConcurrent::run(&m_files, erase).then(this, [this](const base::Result<void> &done) {
        if (!done)
            m_view.showFailure(m_view.database(), done.error().message);
        else
            list(m_view.database());
    });
}

} // namespace app
