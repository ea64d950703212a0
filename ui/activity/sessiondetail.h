// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/severity.h"
#include "widgets/card.h"
#include "widgets/severity.h"

#include <vector>

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class Badge;
class PlainLabel;
class SessionActions;
class SessionSheet;

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

    /// What is known of its locks, such as who blocks it; an empty text hides the fact.
    void setLockFact(const QString &name, const QString &text, Severity severity);

signals:
    /// A session is shown of whose statement only the beginning is known.
    void fullQueryWanted(const snapshot::Session::Key &key);

private:
    void buildHead(const SessionActions &actions);
    void showSession(const snapshot::Session &session, base::Timestamp now);

    Card *m_card;
    PlainLabel *m_title;
    Badge *m_state;
    Badge *m_mark;
    SessionSheet *m_sheet;
    sessions::Thresholds m_thresholds;
};

} // namespace ui
