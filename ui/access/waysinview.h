// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"
#include "access/waysin.h"

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace ui {

class ChipBar;
class PlainLabel;
class SecretClipboard;

/// The right way in: the connection that works, in each form that somebody may need, ready to copy.
/// The password is masked until it is asked for.
class WaysInView final : public QWidget
{
    Q_OBJECT

public:
    explicit WaysInView(QWidget *parent = nullptr);

    /// The specification leads to the address where the attempt got through.
    void showWay(const JudgedAttempt &judged, const AccessCandidate &candidate,
                 const pg::ConnectionSpec &spec);

    SecretClipboard &clipboard() { return *m_clipboard; }

signals:
    void saveRequested();
    void connectRequested();

private:
    void buildButtons();
    pgaccess::WayInFacts facts(bool masked) const;
    void showText();
    void copy();

    PlainLabel *m_title;
    ChipBar *m_forms;
    QPlainTextEdit *m_text;
    PlainLabel *m_note;
    QPushButton *m_reveal;
    QPushButton *m_copy;
    QPushButton *m_save;
    QPushButton *m_connect;
    SecretClipboard *m_clipboard;
    pg::ConnectionSpec m_spec;
    base::Secret m_password;
    QString m_service;
    int m_shown = -1; ///< The number of the candidate.
};

} // namespace ui
