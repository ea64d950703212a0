// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/waysin.h"
#include "base/secret.h"

#include <QDialog>

class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace ui {

class ChipBar;
class MessageBar;
class PlainLabel;
class SecretClipboard;

/// How an application connects.
struct ConnectionSettings
{
    QString title; ///< "shop"
    pg::ConnectionSpec spec;
    base::Secret password;
    QString note; ///< What has to be said besides; empty: nothing.
};

/// The settings of a new application in every form that it may need: to be copied, or written into
/// an .env file. The password is masked until it is asked for. Open it with open().
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// The clipboard outlives the dialog.
    SettingsDialog(const ConnectionSettings &settings, SecretClipboard &clipboard,
                   QWidget *parent = nullptr);

    /// The file is written.
    void showWritten(const QString &path);
    void showFailure(const base::Error &error);

    /// Closes only once the password was taken, or somebody says that it is not wanted.
    void reject() override;

    /// There is a file of that name: it is replaced only if somebody says so.
    void askToReplace(const QString &path);

signals:
    void writeRequested(const QString &path, const QString &content, bool replace);

private:
    void addForms(QVBoxLayout *layout);
    void addButtons(QVBoxLayout *layout);
    QString text(pgaccess::WayIn way, bool masked) const;
    void showText();
    void copy();
    void choosePath();
    void write(const QString &path, bool replace);

    const ConnectionSettings m_settings;
    SecretClipboard &m_clipboard;
    ChipBar *m_forms;
    QPlainTextEdit *m_text;
    QPushButton *m_copy;
    QPushButton *m_reveal;
    QPushButton *m_save;
    MessageBar *m_result;
    QPushButton *m_replace;
    QPushButton *m_closeAnyway;
    QString m_path;
    bool m_taken = false; ///< Copied, shown or written.
};

} // namespace ui
