// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profile.h"
#include "access/secretstore.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;

namespace ui {

class OptionTable;
class PasswordEdit;
class PlainLabel;

/// The fields of one connection profile.
class ConnectionForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionForm(QWidget *parent = nullptr);

    void setGroups(const QStringList &groups);
    /// Whether a password can be saved, and why not.
    void setKeyring(pgaccess::KeyringState state, const QString &problem);
    void setProfile(const pgaccess::Profile &profile);
    /// Replaces what the connection string says and leaves the rest.
    void setSpec(const pg::ConnectionSpec &spec, const base::Secret &password);

    /// The profile as the fields say; what they do not show stays as it was.
    pgaccess::Profile profile() const;
    base::Secret password() const;
    /// What is wrong first; empty if nothing is.
    QString problem() const;

signals:
    void edited();

private:
    QWidget *makeNames();
    QWidget *makeServer();
    QWidget *makePassword();
    QWidget *makeTls();
    QWidget *makeOptions();
    void wire();
    void showPasswordSource();
    void showTls();
    void choosePassFile();
    pgaccess::PasswordPolicy policy() const;
    QLineEdit *makeEdit(const char *name, const QString &accessibleName);

    pgaccess::Profile m_profile;
    QString m_keyringReason;
    QLineEdit *m_name;
    QComboBox *m_group;
    QComboBox *m_colour;
    QCheckBox *m_production;
    QCheckBox *m_readOnly;
    QComboBox *m_interval;
    QLineEdit *m_host;
    QLineEdit *m_port;
    QLineEdit *m_database;
    QLineEdit *m_user;
    QComboBox *m_source;
    PasswordEdit *m_password;
    QCheckBox *m_keep;
    QLineEdit *m_passFile;
    PlainLabel *m_passwordNote;
    QCheckBox *m_cleartext;
    QComboBox *m_tls;
    PlainLabel *m_tlsNote;
    OptionTable *m_options;
};

} // namespace ui
