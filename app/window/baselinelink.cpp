// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/baselinelink.h"

#include "base/plaintext.h"
#include "databases/baselineview.h"
#include "window/inventoryreader.h"
#include "window/serverlist.h"

#include <QtConcurrentRun>

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
    connect(&view, &BaselineView::saveWanted, this, &BaselineLink::save);
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

void BaselineLink::list(quint32 database)
{
    const auto read = [folder = m_folder, server = m_servers.current(), name = nameOf(database)] {
        return BaselineStore(folder).list(server, name);
    };
    QtConcurrent::run(&m_files, read)
        .then(this, [this, database](const BaselineStore::Listing &listing) {
            m_view.showBaselines(database, listing.baselines, listing.problems);
        });
}

void BaselineLink::save(quint32 database, const QString &name, bool exact)
{
    take(database, name, exact);
}

void BaselineLink::take(quint32 database, const QString &name, bool exact)
{
    const ServerLink *link = m_servers.link(m_servers.current());
    InventoryReader *reader = link ? link->inventory() : nullptr;
    if (!reader || !link->snapshot())
        return m_view.showFailure(database, tr("There is no connection to the server."));
    m_name = name;
    connect(reader, &InventoryReader::baselineRead, this, &BaselineLink::taken,
            Qt::UniqueConnection);
    reader->readBaseline(database, nameOf(database), exact);
}

void BaselineLink::taken(quint32 database, const base::Result<Baseline> &result)
{
    const ServerLink *link = m_servers.link(m_servers.current());
    if (!link || sender() != link->inventory())
        return;
    if (!result)
        return m_view.showFailure(database, tr("The tables could not be counted: %1")
                                                .arg(base::singleLine(result.error().message)));
    if (m_name.isEmpty())
        return m_view.showNow(database, *result);
    keep(database, *result);
}

void BaselineLink::keep(quint32 database, Baseline baseline)
{
    const auto profile = m_servers.profile(m_servers.current());
    baseline.name = m_name;
    baseline.serverId = m_servers.current();
    baseline.server = profile ? pgaccess::displayName(*profile) : QString();
    baseline.database = nameOf(database);
    const auto write = [folder = m_folder, baseline] {
        return BaselineStore(folder).save(baseline);
    };
    QtConcurrent::run(&m_files, write).then(this, [this, database](const base::Result<void> &done) {
        if (!done)
            m_view.showFailure(database, done.error().message);
        else
            list(database);
    });
}

void BaselineLink::remove(const Baseline &baseline)
{
    const auto erase = [folder = m_folder, baseline] {
        return BaselineStore(folder).remove(baseline);
    };
    QtConcurrent::run(&m_files, erase).then(this, [this](const base::Result<void> &done) {
        if (!done)
            m_view.showFailure(m_view.database(), done.error().message);
        list(m_view.database());
    });
}

} // namespace app
