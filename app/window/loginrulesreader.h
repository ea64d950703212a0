// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/serverrules.h"
#include "inventory/loginjoin.h"

#include <QObject>

namespace snapshot {
class LiveSource;
}

namespace app {

/// What the rules of a server are to those who ask who may log in; or why they are not known.
ui::KnownRules knownRulesOf(const base::Result<pgaccess::ServerRules> &rules,
                            pgaccess::RuleAge age);

/// Reads the rules of a server over the control connection of a live source, on its thread, and
/// makes them ready to be asked. Does so only when asked. Ends with the source.
class LoginRulesReader final : public QObject
{
    Q_OBJECT

public:
    explicit LoginRulesReader(snapshot::LiveSource &source);

    /// From any thread; answered once, unless the source or its connection ends before.
    void read();

signals:
    /// The same pointer as before if nothing has changed.
    void rulesKnown(const ui::KnownRulesPtr &rules);

private:
    QCoro::Task<void> readNow();
    void take(ui::KnownRules rules);

    snapshot::LiveSource &m_source;
    ui::KnownRulesPtr m_last;
};

} // namespace app
