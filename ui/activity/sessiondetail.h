// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/severity.h"
#include "widgets/card.h"

#include <vector>

class QAction;
class QFormLayout;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class Badge;
class PlainLabel;
class SessionActions;
class SqlView;

/// All about the selected session: its statement whole, its transaction, where it comes from, and
/// the buttons. What it shows stays when the session ends, and says so.
class SessionDetail final : public QWidget
{
    Q_OBJECT

public:
    using Sessions = std::vector<const snapshot::Session *>;

    SessionDetail(KSyntaxHighlighting::Repository &repository, const SessionActions &actions,
                  QWidget *parent = nullptr);

    /// Shows one, sums up several, and keeps the last one shown for none.
    void showSessions(const Sessions &sessions, const snapshot::Snapshot &snapshot);
    /// Shows what became of the session that is shown already.
    void refresh(const snapshot::Snapshot &snapshot);
    void clear();
    /// The session that is shown; nothing for none or several.
    std::optional<snapshot::Session::Key> shown() const;

    /// The whole text of a statement that the snapshot has only the beginning of. Ignored if
    /// another one is shown now.
    void showFullQuery(const snapshot::Session::Key &key, const QString &text);

signals:
    /// A session is shown of whose statement only the beginning is known.
    void fullQueryWanted(const snapshot::Session::Key &key);

private:
    void buildHead(const SessionActions &actions);
    void buildFacts();
    PlainLabel *addFact(QFormLayout *form, const QString &name, const QString &objectName);
    void showSession(const snapshot::Session &session, base::Timestamp now);
    void showQuery(const snapshot::Session &session);
    void showFacts(const snapshot::Session &session, base::Timestamp now);

    Card *m_card;
    PlainLabel *m_title;
    Badge *m_state;
    Badge *m_mark;
    SqlView *m_sql;
    PlainLabel *m_note;
    QWidget *m_facts;
    PlainLabel *m_who = nullptr;
    PlainLabel *m_transaction = nullptr;
    PlainLabel *m_wait = nullptr;
    PlainLabel *m_application = nullptr;
    PlainLabel *m_client = nullptr;
    PlainLabel *m_start = nullptr;
    std::optional<snapshot::Session> m_session; ///< As last shown.
    sessions::Thresholds m_thresholds;
};

} // namespace ui
