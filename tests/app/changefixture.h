// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changedialog.h"
#include "actions/changeexecutor.h"
#include "inventory/inventory.h"
#include "support/testserver.h"

namespace tests {

/// A server whose log holds every statement, and changes of it as the window runs them. The roles
/// "postgres", "weak" and "maker" get in without a password, all others only with theirs.
class ChangeFixture final
{
public:
    explicit ChangeFixture(int version);

    base::Result<void> start();
    base::Result<void> connectAs(const QString &role);

    /// As the connected role sees it.
    inventory::Inventory inventory();

    /// The form's change as it is shown, or as it follows from these values.
    actions::ChangeOutcome run(const ui::ChangeForm &form, const ui::ChangeValues &values = {});

    /// Begins without waiting; the executor can be stopped.
    std::unique_ptr<actions::ChangeExecutor> executor();

    QByteArray sql(const QByteArray &text, const QString &database = QStringLiteral("postgres"));
    QByteArray audit() const;

    TestServer server;
    pg::Connection control;

private:
    QString m_role;
};

/// Puts the values of the inputs that are not given in.
actions::Change changeOf(const ui::ChangeForm &form, const ui::ChangeValues &values = {});

} // namespace tests
