// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/rowsecurity.h"
#include "postgres/connection.h"

#include <QCoroTask>
#include <QPointer>

namespace inventory {

/// What is known before a role's view of a relation is asked for. Names are as the server quotes
/// them, in its encoding.
struct VisibilityFacts
{
    QByteArray role;
    QByteArray quotedRole;
    QByteArray quotedRelation;
    QByteArray searchPath = "\"$user\", public"; ///< That the role would get at its login.
    std::vector<SessionSetting> stored; ///< Of applications, that it would get at its login.
    bool superuser = false;
    bool bypass = false;
    bool weSuperuser = false;
    bool weSeeAll = false; ///< Policies do not apply to our own role.
    bool mayBecome = false;
    char kind = 0; ///< As in pg_class.relkind.
    bool rowSecurity = false;
    bool forced = false;
    bool owner = false;   ///< The role has the owner's rights.
    bool trusted = false; ///< Table and schema belong to superusers or to us.
    bool mayUseSchema = false;

    struct Column
    {
        QString name;
        QByteArray quoted;
        bool mayRead = false;
    };
    std::vector<Column> columns;

    struct PolicyText
    {
        Oid oid = 0;
        bool permissive = true;
        QString text; ///< The expression, and the text of functions that it calls.
    };
    std::vector<PolicyText> policies; ///< Those that apply.
};

/// Nothing if the role or the relation is not there.
QCoro::Task<base::Result<std::optional<VisibilityFacts>>>
readVisibilityFacts(QPointer<pg::Connection> connection, VisibilityQuestion question);

bool isView(const VisibilityFacts &facts);
PolicyExemption exemptionOf(const VisibilityFacts &facts);

/// True if the question runs code that the owner of the relation wrote.
bool runsForeignCode(const VisibilityFacts &facts);

/// Why it is not to be asked, as far as the facts tell.
VisibilityRefusal refusalOf(const VisibilityFacts &facts);

/// What the facts say about an answer of no rows. tableEmpty: nothing if nobody looked.
NoRowsReason noRowsReason(const VisibilityFacts &facts, const std::vector<AskedSetting> &asked,
                          std::optional<bool> tableEmpty);

/// The rights that the role lacks for looking.
std::vector<MissingRight> missingRights(const VisibilityFacts &facts);

/// The statements: all that the role may read of the relation; its rows as arrays of texts; their
/// number. sampled: in a form that the server refuses for a view, which could have taken the name
/// of the table since.
struct VisibilitySql
{
    QByteArray plan;
    QByteArray sample;
    QByteArray count;
};
VisibilitySql visibilitySql(const VisibilityFacts &facts, int sampleRows, bool sampled);

} // namespace inventory
