// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"
#include "actions/outcome.h"

#include <QCoreApplication>

namespace ui {

/// What ActionText says where the target is a prepared transaction.
class PreparedText final
{
    Q_DECLARE_TR_FUNCTIONS(ui::PreparedText)

public:
    /// "Roll back prepared transaction 918223": for a button.
    static QString button(const snapshot::PreparedTransaction &prepared);
    static QString question(const snapshot::PreparedTransaction &prepared, const QString &server);
    static QString consequence();

    /// What has to be typed, as the request that stands above the field.
    static QString typeRequest(const actions::Confirmation &confirmation);

    static QString outcome(const actions::Outcome &outcome);
    static QString advice(const actions::Outcome &outcome);

private:
    static QString notFound(actions::Reason reason, const QString &gid);
    static QString refused(const actions::Outcome &outcome, const QString &gid);
};

} // namespace ui
