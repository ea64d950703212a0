// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/contents.h"

#include <QMetaType>
#include <QStringList>

namespace inventory {

/// A setting for the time of one question, such as app.tenant = acme.
struct SessionSetting
{
    QString name;
    QString value;

    bool operator==(const SessionSetting &) const = default;
};

enum class SettingProblem {
    None,
    NotCustom, ///< Without a dot: a setting of the server, not of an application.
    BadName,   ///< Not a name that PostgreSQL takes.
    TooLong,   ///< The value is longer than 8 kB.
};
SettingProblem settingProblem(const SessionSetting &setting);

/// "What does this role see here, with these settings?"
struct VisibilityQuestion
{
    quint64 id = 0; ///< Comes back with the answer.
    Oid role = 0;
    Oid relation = 0;
    std::vector<SessionSetting> settings;
    int sampleRows = 50;
    std::chrono::milliseconds patience{10'000}; ///< For each of: the plan, the sample, the count.

    bool operator==(const VisibilityQuestion &) const = default;
};

enum class Visibility {
    Rows,    ///< It sees rows.
    NoRows,  ///< It may look, and sees none.
    Denied,  ///< The server said: permission denied.
    Failed,  ///< The question failed, mostly in the policies; see the error.
    Refused, ///< It was not asked; see the refusal.
};

enum class VisibilityRefusal {
    None,
    BadSetting,
    Pooled,       ///< A session that others use could keep something of it.
    Gone,         ///< The role or the table is not there.
    NotATable,    ///< Sequences; foreign tables, because another server would be asked.
    MayNotBecome, ///< Our role may not SET ROLE to it.
    /// The code that the question would run is the owner's, and it could escape with our rights:
    /// on a standby, where it cannot be confined, or without the right to make a temporary
    /// function.
    CannotConfine,
    /// The role in question is a superuser, whom nothing confines, and a view runs code.
    SuperuserView,
};

/// Why policies do not filter what a role sees.
enum class PolicyExemption {
    None, ///< They do filter.
    NotEnabled,
    Superuser,
    BypassRls,
    Owner, ///< The owner (or who has the owner's rights), and they are not forced on it.
    View,  ///< A view has none of its own; those of its tables apply to its owner, or since 15
           ///< where it is security_invoker, to the caller.
};

enum class NoRowsReason {
    Unknown,
    TableEmpty,      ///< Nobody would see a row.
    NoPolicy,        ///< None applies to the role: that denies all.
    OnlyRestrictive, ///< Those that apply only restrict, and none permits.
    MissingSetting,  ///< A setting that the policies ask for is not set.
    Filtered,        ///< The policies' conditions are true for no row.
};

/// A right without which the role cannot look.
enum class MissingRight { SchemaUsage, Select, Elsewhere };

/// A setting that the policies ask for, or the functions that they call.
struct AskedSetting
{
    QString name;
    std::optional<QString> value; ///< As the question had it; nothing: not set.

    bool operator==(const AskedSetting &) const = default;
};

struct VisibilityAnswer
{
    quint64 id = 0;
    Visibility visibility = Visibility::Failed;
    VisibilityRefusal refusal = VisibilityRefusal::None;
    QString badSetting; ///< The first of BadSetting.
    PolicyExemption exemption = PolicyExemption::None;
    std::vector<Oid> policies; ///< Those for SELECT that apply to the role.
    std::vector<AskedSetting> asked;
    /// Those of applications that are stored for the role and were in force, unless the question
    /// had others of the same name.
    std::vector<SessionSetting> stored;
    NoRowsReason noRows = NoRowsReason::Unknown; ///< With NoRows.
    std::vector<MissingRight> missing;           ///< With Denied.
    std::optional<qint64> rows; ///< All visible ones; nothing: counting took too long.
    QStringList columns;        ///< That the role may see.
    QStringList hiddenColumns;  ///< That it may not.
    std::vector<std::vector<std::optional<QString>>> sample; ///< Cells cut at 512 characters.
    QString plan;
    /// session_user was the role as well, as if it had logged in; else only current_user.
    bool asIfLoggedIn = false;
    /// Code of the policies ran with no right but the role's. Otherwise it is a superuser's or our
    /// own.
    bool confined = false;
    base::Error error; ///< Of Denied and Failed, and why not confined.

    bool operator==(const VisibilityAnswer &) const = default;
};

/// The names in current_setting('…') of an expression or a function's text, in order.
QStringList askedSettings(const QString &text);

/// The settings that a role gets when it logs in to a database, by name.
std::vector<SessionSetting> settingsAtLogin(std::vector<StoredSetting> stored, Oid role,
                                            Oid database);

} // namespace inventory

Q_DECLARE_METATYPE(inventory::VisibilityQuestion)
Q_DECLARE_METATYPE(inventory::VisibilityAnswer)
