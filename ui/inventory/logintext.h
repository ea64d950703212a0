// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/loginjoin.h"
#include "inventory/tablerows.h"

#include <QCoreApplication>

namespace ui {

/// What is said of who may log in where, as every table says it.
class LoginText
{
    Q_DECLARE_TR_FUNCTIONS(ui::LoginText)

public:
    /// The columns behind the name of the other: "may log in", "from", "why".
    static std::vector<TableColumn> columns();
    static std::vector<Cell> cells(const LoginJoin &join, const LoginJudgement &judgement);

    /// What a right rests on; empty if there is none.
    static QString ground(const inventory::Inventory &inventory, inventory::ConnectGround ground,
                          const std::vector<inventory::Oid> &path);
    static QString path(const inventory::Inventory &inventory,
                        const std::vector<inventory::Oid> &path);

    /// What there is to be said about the rules as a whole.
    struct Notice
    {
        Severity severity = Severity::Info;
        QString sentence;  ///< Empty: nothing.
        QString statement; ///< To be run by somebody who may.
    };
    static Notice notice(const KnownRulesPtr &rules);

private:
    static Cell answer(const LoginJoin &join, const LoginJudgement &judgement);
    static Cell why(const LoginJoin &join, const LoginJudgement &judgement);
    static Cell from(const LoginJoin &join, const LoginJudgement &judgement);
    static QString obstacle(const inventory::Inventory &inventory,
                            const inventory::LoginVerdict &verdict,
                            inventory::LoginObstacle obstacle);
    static QStringList refusals(const pgaccess::HbaRules &rules, const LoginJudgement &judgement);
    static QStringList lines(const pgaccess::HbaRules &rules, const LoginJudgement &judgement);
    static QString unused(WayUse use);
    static QString way(const pgaccess::HbaRules &rules, const pgaccess::LoginWay &way);
    static QString clients(const pgaccess::HbaRule &rule);
};

} // namespace ui
