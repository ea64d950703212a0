// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/changerunner.h"

#include "window/fixchange.h"
#include "window/serverlist.h"

#include <QHostAddress>

namespace app {

using namespace Qt::StringLiterals;

namespace {

bool isHere(const QString &host)
{
    return host.isEmpty() || host == "localhost"_L1 || host.startsWith(u'/') ||
           host.startsWith(u'@') || QHostAddress(host).isLoopback();
}

} // namespace

std::optional<actions::Place> placeOf(const ServerList &servers, const QString &serverId)
{
    const auto profile = servers.profile(serverId);
    if (!profile)
        return {};
    actions::Place place{.serverId = serverId,
                         .server = pgaccess::displayName(*profile),
                         .production = profile->production};
    place.circumstances.readOnlyProfile = profile->readOnly;
    const ServerLink *server = servers.link(serverId);
    if (server && server->snapshot())
        place.circumstances.server = server->snapshot()->server;
    return place;
}

bool leadsTo(const pg::ConnectionSpec &spec, const pgaccess::Observation &attempt)
{
    const auto targets = pg::targets(spec);
    if (!targets || targets->size() != 1 || targets->first().port != attempt.port)
        return false;
    const pg::Target &target = targets->first();
    const QString place = target.hostAddress.isEmpty() ? target.host : target.hostAddress;
    return place == attempt.address || place == attempt.host || target.host == attempt.host ||
           (isHere(place) && isHere(attempt.address));
}

QString liveServerOf(const ServerList &servers, const pgaccess::Observation &attempt,
                     const QString &preferred)
{
    QString found;
    for (const ui::ServerRow &row : servers.rows()) {
        const auto profile = servers.profile(row.id);
        const bool live = row.status.state == base::ServerState::Live;
        if (live && profile && leadsTo(profile->spec, attempt) &&
            (found.isEmpty() || row.id == preferred))
            found = row.id;
    }
    return found;
}

ChangeRunner::ChangeRunner(ServerList &servers, KSyntaxHighlighting::Repository &repository,
                           QWidget *owner)
    : QObject(owner)
    , m_servers(servers)
    , m_repository(repository)
    , m_owner(owner)
{
    connect(&servers, &ServerList::changeFinished, this, &ChangeRunner::takeOutcome);
}

void ChangeRunner::setCurrent(const QString &serverId)
{
    const bool another = serverId != std::exchange(m_current, serverId);
    if (another)
        closeDialog();
}

void ChangeRunner::closeDialog()
{
    if (m_dialog)
        m_dialog->reject();
}

void ChangeRunner::fix(const pgaccess::Fix &fix, const pgaccess::Observation &refused,
                       const base::Secret &password)
{
    auto form = changeForm(fix);
    if (!form)
        return;
    for (actions::ChangeSecret &secret : form->change.secrets)
        secret.value = password;
    if (!password.isEmpty() && !form->change.secrets.empty())
        form->meaning.prepend(tr("The password that was tried is filled in: with it, what was "
                                 "refused gets in as it is.") +
                              u'\n');
    const QString same = liveServerOf(m_servers, refused, m_current);
    if (same.isEmpty())
        form->meaning.prepend(tr("It is not certain that this is the server that refused the "
                                 "login: compare the addresses.") +
                              u'\n');
    request(same.isEmpty() ? anyLiveServer() : same, std::move(form));
}

QString ChangeRunner::anyLiveServer() const
{
    if (m_servers.profile(m_current))
        return m_current;
    for (const ui::ServerRow &row : m_servers.rows()) {
        if (row.status.state == base::ServerState::Live)
            return row.id;
    }
    return {};
}

void ChangeRunner::request(const QString &serverId, std::optional<ui::ChangeForm> form)
{
    const auto place = placeOf(m_servers, serverId);
    if (!form || !place || (m_dialog && m_dialog->isVisible()))
        return;
    form->place = *place;
    form->address = m_servers.profile(serverId)->spec.shortText();
    form->change.id = ++m_lastChange;
    form->change.serverId = serverId;
    form->change.server = place->server;
    open(*form);
}

void ChangeRunner::open(const ui::ChangeForm &form)
{
    using ui::ChangeDialog;
    m_dialog = new ChangeDialog(form, m_repository, m_clipboard, m_owner->window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &ChangeDialog::runRequested, this, [this](const actions::Change &change) {
        m_changing.insert(change.id, change.serverId);
    });
    connect(m_dialog, &ChangeDialog::runRequested, &m_servers, &ServerList::change);
    connect(m_dialog, &ChangeDialog::stopRequested, &m_servers, &ServerList::stopChange);
    connect(m_dialog, &ChangeDialog::nextRequested, this, &ChangeRunner::nextRequested);
    connect(&m_servers, &ServerList::changeFinished, m_dialog, &ChangeDialog::showOutcome);
    m_dialog->open();
}

// Also of a dialog that was closed meanwhile.
void ChangeRunner::takeOutcome(const actions::ChangeOutcome &outcome)
{
    const QString serverId = m_changing.take(outcome.id);
    const bool nothing = outcome.ending == actions::ChangeEnding::Refused ||
                         outcome.ending == actions::ChangeEnding::Failed;
    if (!serverId.isEmpty() && !nothing)
        emit changed(serverId);
}

} // namespace app
