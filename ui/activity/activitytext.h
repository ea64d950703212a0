// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessions/filter.h"
#include "sessions/sessionmodel.h"
#include "widgets/severity.h"

namespace ui {

/// What is wrong with a filter line, where, and what is allowed: whole sentences of plain text.
QString mistakeText(const sessions::FilterMistake &mistake);

/// The fields of the filter line with an example each, as plain text.
QString filterHelp();

/// What the panel shows and which keys it knows, as paragraphs of plain text.
QString activityHelp();

/// Terms of a filter line that keep the sessions of the same role, database, application, client.
QStringList termsFor(const snapshot::Session &session);

/// The name of a chip, as PostgreSQL calls the state.
QString chipText(sessions::StateGroup group);

/// Why there is no session to show with this chip.
QString emptyChipText(sessions::StateGroup group);

/// Why no session is left by the filter of the arrangement.
QString noMatchText(const snapshot::Snapshot &snapshot, const sessions::Arrangement &arrangement);

/// How many sessions this role does not see whole; a statement that changes it follows.
QString hiddenText(int hidden);

/// "04:14, holds xid 918 223", or a dash.
QString transactionText(const snapshot::Session &session, base::Timestamp now);

/// "10.2.0.31:51522, TLS", "local socket", or a dash.
QString clientText(const snapshot::Session &session);

/// What the shown statement is: running, or the last one, and since when.
QString statementNote(const snapshot::Session &session, base::Timestamp now);

/// How the state of a session is marked: only what matters has a mark.
Severity stateMark(const snapshot::Session &session, sessions::Severity judged);

Severity toUi(sessions::Severity severity);

} // namespace ui
