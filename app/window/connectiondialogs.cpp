// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/connectiondialogs.h"

#include "access/connectiondialog.h"
#include "access/importdialog.h"
#include "access/passworddialog.h"
#include "base/plaintext.h"
#include "window/connectiontest.h"

#include <QDir>
#include <QMessageBox>
#include <QPushButton>

namespace app {

using namespace Qt::StringLiterals;

namespace {

ui::TestResult failure(const base::Error &error)
{
    QString words = error.message;
    if (!error.detail.isEmpty())
        words += u'\n' + error.detail;
    return {.state = ui::TestResult::Failed, .serverWords = words, .advice = error.hint};
}

} // namespace

ConnectionDialogs::ConnectionDialogs(pgaccess::ProfileStore &profiles,
                                     pgaccess::SecretStore &secrets, ServerList &servers,
                                     QThread &ioThread, QWidget *owner)
    : QObject(owner)
    , m_profiles(profiles)
    , m_secrets(secrets)
    , m_servers(servers)
    , m_ioThread(ioThread)
    , m_owner(owner)
{
}

void ConnectionDialogs::add()
{
    open({});
}

void ConnectionDialogs::edit(const QString &id)
{
    if (const pgaccess::Profile *profile = m_profiles.find(QUuid(id)))
        open(*profile);
}

void ConnectionDialogs::open(const std::optional<pgaccess::Profile> &profile)
{
    auto *dialog = new ui::ConnectionDialog(m_owner);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setGroups(m_profiles.groups());
    dialog->setKeyring(m_secrets.state(), m_secrets.problem());
    connect(&m_secrets, &pgaccess::SecretStore::stateChanged, dialog,
            [this, dialog](pgaccess::KeyringState state) {
                dialog->setKeyring(state, m_secrets.problem());
            });
    m_secrets.probe();
    if (profile)
        dialog->setProfile(*profile);
    connect(dialog, &ui::ConnectionDialog::testRequested, this,
            [this, dialog](const auto &tested, const auto &password) {
                test(dialog, tested, password);
            });
    connect(dialog, &ui::ConnectionDialog::saveRequested, this,
            [this, isNew = !profile](const auto &saved, const auto &password) {
                save(saved, password, isNew);
            });
    dialog->open();
}

void ConnectionDialogs::test(ui::ConnectionDialog *dialog, const pgaccess::Profile &profile,
                             const base::Secret &password)
{
    dialog->showTestResult({.state = ui::TestResult::Running});
    const QPointer<ui::ConnectionDialog> shown(dialog);
    m_servers.credentials().prepare(profile, [this, shown, password](const auto &prepared) {
        if (!shown)
            return;
        if (!prepared)
            return shown->showTestResult(failure(prepared.error()));
        pg::ConnectParameters parameters = *prepared;
        if (!password.isEmpty())
            parameters.password = password;
        auto *run = new ConnectionTest;
        connect(run, &ConnectionTest::succeeded, shown, [shown](const QString &summary) {
            shown->showTestResult({.state = ui::TestResult::Connected, .advice = summary});
        });
        connect(run, &ConnectionTest::failed, shown,
                [shown](const base::Error &error) { shown->showTestResult(failure(error)); });
        run->start(m_ioThread, parameters);
    });
}

void ConnectionDialogs::save(const pgaccess::Profile &profile, const base::Secret &password,
                             bool isNew)
{
    pgaccess::Profile saved = profile;
    if (saved.id.isNull())
        saved.id = QUuid::createUuid();
    keepPassword(saved, password);
    m_profiles.save(saved);
    const QString id = saved.id.toString(QUuid::WithoutBraces);
    if (isNew)
        emit added(id);
    else
        m_servers.reconnect(id);
}

void ConnectionDialogs::keepPassword(const pgaccess::Profile &profile, const base::Secret &password)
{
    if (password.isEmpty())
        return;
    m_servers.credentials().remember(profile.id, password);
    if (profile.passwordPolicy == pgaccess::PasswordPolicy::Keyring)
        keepInKeyring(profile.id, password);
}

void ConnectionDialogs::keepInKeyring(const QUuid &id, const base::Secret &password)
{
    m_secrets.keep(id, password, this, [this](const pgaccess::SecretAnswer &answer) {
        if (answer.trouble)
            emit failed(tr("The keyring did not take the password; it is known until you quit. %1")
                            .arg(base::visibleText(answer.trouble->message)));
    });
}

void ConnectionDialogs::duplicate(const QString &id)
{
    if (const pgaccess::Profile *profile = m_profiles.find(QUuid(id))) {
        const QString name = tr("%1 (copy)").arg(pgaccess::displayName(*profile));
        edit(m_profiles.duplicate(profile->id, name).toString(QUuid::WithoutBraces));
    }
}

void ConnectionDialogs::askToDelete(const QString &id)
{
    const pgaccess::Profile *profile = m_profiles.find(QUuid(id));
    if (!profile)
        return;
    auto *box = new QMessageBox(m_owner);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("Delete connection"));
    box->setText(tr("Delete the connection “%1” and its saved password? The server is not touched.")
                     .arg(base::visibleText(pgaccess::displayName(*profile), 80)));
    QPushButton *remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(remove, &QPushButton::clicked, this, [this, gone = *profile] { forget(gone); });
    box->open();
}

void ConnectionDialogs::forget(const pgaccess::Profile &profile)
{
    const bool wasKept = profile.passwordPolicy == pgaccess::PasswordPolicy::Keyring;
    m_secrets.forget(profile.id, this, [this, wasKept](const pgaccess::SecretAnswer &answer) {
        if (answer.trouble && wasKept)
            emit failed(tr("The password may still be in the keyring. %1")
                            .arg(base::visibleText(answer.trouble->message)));
    });
    m_servers.credentials().forget(profile.id);
    m_profiles.remove(profile.id);
}

void ConnectionDialogs::import()
{
    auto *dialog = new ui::ImportDialog(m_profiles.profiles(), QDir::homePath(), m_owner);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ui::ImportDialog::importRequested, this, &ConnectionDialogs::takeImported);
    dialog->open();
}

void ConnectionDialogs::takeImported(const QList<ui::ImportedConnection> &connections)
{
    QList<pgaccess::Profile> profiles;
    for (const ui::ImportedConnection &connection : connections) {
        pgaccess::Profile profile = connection.profile;
        if (profile.id.isNull())
            profile.id = QUuid::createUuid();
        keepPassword(profile, connection.password);
        profiles.append(profile);
    }
    m_profiles.add(profiles);
    if (!profiles.isEmpty())
        emit added(profiles.first().id.toString(QUuid::WithoutBraces));
}

void ConnectionDialogs::askPassword(const QString &id, const base::Error &reason)
{
    const auto profile = m_servers.profile(id);
    if (!profile)
        return;
    auto *dialog = new ui::PasswordDialog(*profile, m_owner);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setReason(reason.kind == base::ErrorKind::PasswordNeeded ? QString() : reason.message);
    dialog->setKeyring(m_secrets.state(), m_secrets.problem());
    connect(&m_secrets, &pgaccess::SecretStore::stateChanged, dialog,
            [this, dialog](pgaccess::KeyringState state) {
                dialog->setKeyring(state, m_secrets.problem());
            });
    m_secrets.probe();
    connect(
        dialog, &ui::PasswordDialog::passwordGiven, this,
        [this, id](const base::Secret &password, bool keep) { givePassword(id, password, keep); });
    dialog->open();
}

void ConnectionDialogs::givePassword(const QString &id, const base::Secret &password, bool keep)
{
    const pgaccess::Profile *saved = m_profiles.find(QUuid(id));
    if (keep && saved) {
        pgaccess::Profile profile = *saved;
        profile.passwordPolicy = pgaccess::PasswordPolicy::Keyring;
        m_profiles.save(profile);
        keepInKeyring(profile.id, password);
    }
    m_servers.givePassword(id, password);
}

} // namespace app
