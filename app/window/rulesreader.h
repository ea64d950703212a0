// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/rules/rulechecker.h"
#include "access/rules/ruleworld.h"

#include <QObject>

namespace snapshot {
class LiveSource;
}

namespace app {

/// Reads the rules of a server over the control connection of a live source, on its thread. Does so
/// only when asked. Ends with the source.
class RulesReader final : public QObject
{
    Q_OBJECT

public:
    explicit RulesReader(snapshot::LiveSource &source);

    /// From any thread; answered once, unless the source ends before.
    void read();

signals:
    void rulesRead(const pgaccess::RuleSourcePtr &rules, const pgaccess::RuleWorld &world);
    void failed(const base::Error &error);

private:
    QCoro::Task<void> readNow();

    snapshot::LiveSource &m_source;
};

} // namespace app
