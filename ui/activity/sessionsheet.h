// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/severity.h"
#include "widgets/severity.h"

#include <QWidget>

class QFormLayout;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class PlainLabel;
class SqlView;

/// One session on a sheet: its statement whole, and beside it the facts about its transaction and
/// where it comes from. What it shows stays when the session ends.
class SessionSheet final : public QWidget
{
    Q_OBJECT

public:
    explicit SessionSheet(KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);

    void showSession(const snapshot::Session &session, base::Timestamp now);
    /// A sentence in place of a session, or below what was last seen of it.
    void showNote(const QString &note);
    void clear();
    /// As last shown.
    const std::optional<snapshot::Session> &session() const { return m_session; }

    /// The whole text of a statement that the snapshot has only the beginning of. Ignored if
    /// another one is shown now.
    void showFullQuery(const snapshot::Session::Key &key, const QString &text);

    /// One more fact below the others; hidden while it says nothing.
    void setExtraFact(const QString &name, const QString &text, Severity severity);

signals:
    /// A session is shown of whose statement only the beginning is known.
    void fullQueryWanted(const snapshot::Session::Key &key);

private:
    void buildFacts();
    PlainLabel *addFact(const QString &name, const QString &objectName);
    void showQuery(const snapshot::Session &session);
    void showFacts(const snapshot::Session &session, base::Timestamp now);

    SqlView *m_sql;
    PlainLabel *m_note;
    QWidget *m_facts;
    QFormLayout *m_form;
    PlainLabel *m_who = nullptr;
    PlainLabel *m_transaction = nullptr;
    PlainLabel *m_wait = nullptr;
    PlainLabel *m_application = nullptr;
    PlainLabel *m_client = nullptr;
    PlainLabel *m_start = nullptr;
    PlainLabel *m_extra = nullptr;
    std::optional<snapshot::Session> m_session;
    sessions::Thresholds m_thresholds;
};

} // namespace ui
