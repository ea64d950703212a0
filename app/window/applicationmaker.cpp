// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/applicationmaker.h"

#include "actions/extensionlist.h"
#include "actions/settingsdialog.h"
#include "base/plaintext.h"
#include "window/changerunner.h"
#include "window/databaseforms.h"
#include "window/serverlist.h"

#include <QtConcurrentRun>

namespace app {

using namespace Qt::StringLiterals;
using inventory::Database;

ui::NewApplicationFacts applicationFacts(const inventory::Inventory &inventory)
{
    ui::NewApplicationFacts facts{.superuser = inventory.superuser};
    for (const inventory::Role &role : inventory.roles)
        facts.roles << role.name;
    for (const Database &database : inventory.databases) {
        facts.databases << database.name;
        const bool standard = database.name == "template1"_L1;
        if (!database.isTemplate)
            continue;
        const ui::NewApplicationFacts::Template one{
            .name = database.name,
            .encoding = database.encoding,
            .locale = database.locale.isEmpty() ? database.collation : database.locale,
            .libc = database.provider.isEmpty() || database.provider == "libc"_L1};
        facts.templates.insert(standard ? facts.templates.begin() : facts.templates.end(), one);
    }
    return facts;
}

ApplicationMaker::ApplicationMaker(ServerList &servers, ChangeRunner &runner, QObject *parent)
    : QObject(parent)
    , m_servers(servers)
    , m_runner(runner)
{
    connect(&runner, &ChangeRunner::changed, this, &ApplicationMaker::takeChange);
    connect(&runner, &ChangeRunner::nextRequested, this, &ApplicationMaker::showSettings);
}

void ApplicationMaker::start(const QString &serverId, const inventory::InventoryPtr &inventory)
{
    const ServerLink *server = m_servers.link(serverId);
    const auto place = placeOf(m_servers, serverId);
    if (!inventory || !server || !place || m_dialog)
        return;
    m_serverId = serverId;
    m_inventory = inventory;
    ui::NewApplicationFacts facts = applicationFacts(*inventory);
    facts.server = place->server;
    m_dialog = new ui::NewApplicationDialog(facts, m_runner.window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &ui::NewApplicationDialog::sqlRequested, this, &ApplicationMaker::showSql);
    if (FactsReader *reader = server->facts()) {
        // As long as this dialog is there: the next one may be about another server.
        connect(
            reader, &FactsReader::extensionsRead, m_dialog,
            [this](const ExtensionsResult &extensions) { takeExtensions(extensions); },
            Qt::SingleShotConnection);
        reader->readExtensions();
    }
    m_dialog->open();
}

void ApplicationMaker::takeExtensions(const ExtensionsResult &extensions)
{
    if (!m_dialog)
        return;
    if (extensions)
        m_dialog->extensions().setAvailable(*extensions, m_inventory->superuser);
    else
        m_dialog->extensions().setProblem(
            tr("Which ones the server has could not be read: %1")
                .arg(base::singleLine(extensions.error().message, 200)));
}

void ApplicationMaker::showSql(const actions::NewApplication &wanted)
{
    ui::ChangeForm form = newApplicationForm(*m_inventory, wanted);
    form.leadsBack = true;
    m_wanted = wanted;
    m_statements = form.change.statements;
    m_runner.request(m_serverId, form);
}

// There is nothing left to ask once it is there.
void ApplicationMaker::takeChange(const QString &serverId)
{
    if (m_dialog && serverId == m_serverId)
        m_dialog->close();
}

void ApplicationMaker::showSettings(const actions::Change &change)
{
    const auto profile = m_servers.profile(m_serverId);
    if (!profile || change.serverId != m_serverId || change.secrets.empty())
        return;
    ui::ConnectionSettings settings{.title = m_wanted.database,
                                    .spec =
                                        specFor(profile->spec, m_wanted.role, m_wanted.database),
                                    .password = change.secrets.front().value};
    if (change.statements != m_statements)
        settings.note = tr("The SQL was edited by hand: see whether role and database are right.");
    m_runner.closeDialog();
    m_settings = new ui::SettingsDialog(settings, m_runner.clipboard(), m_runner.window());
    m_settings->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_settings, &ui::SettingsDialog::writeRequested, this, &ApplicationMaker::write);
    m_settings->open();
}

void ApplicationMaker::write(const QString &path, const QString &content, bool replace)
{
    auto job = [path, bytes = content.toUtf8(), replace] {
        return writeSettings(path, bytes, replace);
    };
    QtConcurrent::run(std::move(job)).then(this, [this, path](const WrittenResult &written) {
        takeWritten(path, written);
    });
}

void ApplicationMaker::takeWritten(const QString &path, const WrittenResult &written)
{
    if (!m_settings)
        return;
    if (!written)
        m_settings->showFailure(written.error());
    else if (*written == SettingsWritten::ThereIsOne)
        m_settings->askToReplace(path);
    else
        m_settings->showWritten(path);
}

} // namespace app
