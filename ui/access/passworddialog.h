// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profile.h"
#include "access/secretstore.h"

#include <QDialog>

class QCheckBox;
class QPushButton;

namespace ui {

class PasswordEdit;
class PlainLabel;

/// Asks for the password of one connection, with the choice to save it in the keyring.
class PasswordDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit PasswordDialog(const pgaccess::Profile &profile, QWidget *parent = nullptr);

    /// Says why it asks: the server's own words about the last try; empty hides them.
    void setReason(const QString &serverWords);
    void setKeyring(pgaccess::KeyringState state, const QString &problem);
    /// For one try: nothing is kept, and the button says so.
    void setOnce();

signals:
    /// Never with an empty password.
    void passwordGiven(const base::Secret &password, bool keepInKeyring);

private:
    void addTitle(const pgaccess::Profile &profile);
    void addButtons();
    void nameParts();
    void give();

    PlainLabel *m_reason;
    PasswordEdit *m_password;
    QCheckBox *m_keep;
    PlainLabel *m_note;
    QPushButton *m_connect;
};

} // namespace ui
