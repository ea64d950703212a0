// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/rowsecuritytext.h"

#include "base/plaintext.h"
#include "databases/contentstables.h"
#include "inventory/inventorytext.h"

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

QString RowSecurityText::headline(const VisibilityAnswer &answer)
{
    switch (answer.visibility) {
    case Visibility::Rows:
        if (!answer.rows)
            return tr("Sees rows; counting all of them took too long");
        return *answer.rows == 1 ? tr("Sees 1 row")
                                 : tr("Sees %1 rows").arg(InventoryText::number(*answer.rows));
    case Visibility::NoRows:
        return tr("Sees 0 rows");
    case Visibility::Denied:
        return tr("Permission denied");
    case Visibility::Failed:
        return tr("The question failed");
    case Visibility::Refused:
        break;
    }
    return tr("Not asked");
}

Severity RowSecurityText::severity(const VisibilityAnswer &answer)
{
    switch (answer.visibility) {
    case Visibility::Rows:
        return Severity::None;
    case Visibility::NoRows:
        return Severity::Warning;
    default:
        return Severity::Critical;
    }
}

QString RowSecurityText::exemption(PolicyExemption exemption)
{
    switch (exemption) {
    case PolicyExemption::None:
        return {};
    case PolicyExemption::NotEnabled:
        return tr("Row security is not enabled on this table: no policy filters.");
    case PolicyExemption::Superuser:
        return tr("Policies do not apply to superusers.");
    case PolicyExemption::BypassRls:
        return tr("Policies do not apply to a role with BYPASSRLS.");
    case PolicyExemption::Owner:
        return tr("Policies do not apply to the owner of the table: they are not forced on it.");
    case PolicyExemption::View:
        break;
    }
    return tr("A view has no policies of its own; those of its tables apply to its owner.");
}

QString RowSecurityText::noRows(const VisibilityAnswer &answer)
{
    QStringList unset;
    for (const AskedSetting &asked : answer.asked) {
        if (!asked.value)
            unset.append(base::visibleText(asked.name));
    }
    switch (answer.noRows) {
    case NoRowsReason::TableEmpty:
        return tr("The table is empty.");
    case NoRowsReason::NoPolicy:
        return tr("Row security is on and no policy applies to this role, which denies all rows.");
    case NoRowsReason::OnlyRestrictive:
        return tr("Only restrictive policies apply to this role: none of them permits a row.");
    case NoRowsReason::MissingSetting:
        return tr("The policies ask for a setting that is not set: %1.").arg(unset.join(", "_L1));
    case NoRowsReason::Filtered:
        return tr("The conditions of the policies are true for no row.");
    case NoRowsReason::Unknown:
        break;
    }
    return tr("Why is not known.");
}

QString RowSecurityText::missing(const VisibilityAnswer &answer)
{
    QStringList lines;
    for (const MissingRight right : answer.missing) {
        if (right == MissingRight::SchemaUsage)
            lines.append(tr("The role has no USAGE on the schema."));
        else if (right == MissingRight::Select)
            lines.append(tr("The role has no SELECT on the table: nothing was granted to it."));
        else
            lines.append(tr("A right is missing on something that the table or its policies use."));
    }
    lines.append(base::singleLine(answer.error.message));
    return lines.join(u'\n');
}

QString RowSecurityText::refusal(const VisibilityAnswer &answer)
{
    switch (answer.refusal) {
    case VisibilityRefusal::BadSetting:
        return tr("%1 is not a setting of an application: it needs a dot in its name.")
            .arg(base::visibleText(answer.badSetting));
    case VisibilityRefusal::Gone:
        return tr("The role or the table is not there any more.");
    case VisibilityRefusal::NotATable:
        return tr("This is not a table whose rows can be asked for.");
    case VisibilityRefusal::MayNotBecome:
        return tr("The role that PgVigil is connected as may not become this role: it needs to be "
                  "a member of it, with SET.");
    case VisibilityRefusal::Pooled:
        return tr("There is a pooler between: the question could leave something in a session that "
                  "others use.");
    case VisibilityRefusal::CannotConfine:
        return tr("Policies run code of their owner. Here it cannot be kept from our rights, so it "
                  "is not run.");
    case VisibilityRefusal::SuperuserView:
        return tr("The role is a superuser and the view is not a superuser's: its code would run "
                  "with all rights.");
    case VisibilityRefusal::None:
        break;
    }
    return base::singleLine(answer.error.message);
}

QString RowSecurityText::reason(const Inventory &inventory, const DatabaseContents &contents,
                                const VisibilityAnswer &answer)
{
    if (answer.visibility == Visibility::Refused)
        return refusal(answer);
    if (answer.visibility == Visibility::Denied)
        return missing(answer);
    if (answer.visibility == Visibility::Failed)
        return base::singleLine(answer.error.message);
    QStringList lines;
    if (answer.exemption != PolicyExemption::None)
        lines.append(exemption(answer.exemption));
    if (answer.visibility == Visibility::NoRows)
        lines.append(noRows(answer));
    QStringList applied;
    for (const Policy &policy : contents.policies) {
        if (std::ranges::contains(answer.policies, policy.oid))
            applied.append(base::visibleText(policy.name));
    }
    if (!applied.isEmpty() && answer.exemption == PolicyExemption::None)
        lines.append(tr("Policies that apply: %1.").arg(applied.join(", "_L1)));
    for (const AskedSetting &asked : answer.asked) {
        if (asked.value)
            lines.append(tr("%1 was %2.")
                             .arg(base::visibleText(asked.name), base::visibleText(*asked.value)));
    }
    for (const SessionSetting &stored : answer.stored)
        lines.append(tr("%1 is stored for the role as %2, and was in force.")
                         .arg(base::visibleText(stored.name), base::visibleText(stored.value)));
    lines.append(tr("Asked in a read-only transaction that was rolled back, as %1.")
                     .arg(answer.asIfLoggedIn ? tr("if the role had logged in")
                                              : tr("this role by SET ROLE")));
    Q_UNUSED(inventory)
    return lines.join(u'\n');
}

QString RowSecurityText::expressions(const Policy &policy)
{
    QStringList parts;
    if (!policy.usingExpression.isEmpty())
        parts.append("USING ("_L1 + policy.usingExpression + u')');
    if (!policy.checkExpression.isEmpty())
        parts.append("WITH CHECK ("_L1 + policy.checkExpression + u')');
    return parts.join(u'\n');
}

std::expected<std::vector<SessionSetting>, QString> RowSecurityText::settingsOf(const QString &line)
{
    std::vector<SessionSetting> settings;
    for (const QString &part : line.split(u';', Qt::SkipEmptyParts)) {
        if (part.trimmed().isEmpty())
            continue;
        const qsizetype at = part.indexOf(u'=');
        if (at < 0)
            return std::unexpected(part.trimmed());
        settings.push_back({part.first(at).trimmed(), part.sliced(at + 1).trimmed()});
        if (settingProblem(settings.back()) != SettingProblem::None)
            return std::unexpected(part.trimmed());
    }
    return settings;
}

std::vector<TableColumn> policyColumns()
{
    using T = RowSecurityText;
    return {{T::tr("table"), 170}, {T::tr("policy"), 150},
            {T::tr("for"), 70},    {T::tr("kind"), 90},
            {T::tr("roles"), 110}, {T::tr("expression"), 200, TableColumn::Fixed}};
}

namespace {

QString tableName(const DatabaseContents &contents, const Relation &relation)
{
    const Schema *schema = contents.schema(relation.schema);
    return schema && schema->name != "public"_L1
               ? base::visibleText(schema->name + u'.' + relation.name)
               : base::visibleText(relation.name);
}

Cell tableCell(const DatabaseContents &contents, const Relation &relation)
{
    Cell cell{.text = tableName(contents, relation)};
    if (relation.forcedRowSecurity)
        cell.marks.push_back({RowSecurityText::tr("forced"), Severity::Info});
    if (!relation.rowSecurity)
        cell.marks.push_back({RowSecurityText::tr("off"), Severity::Warning});
    return cell;
}

} // namespace

TableRowsPtr policyRows(const Inventory &inventory, const DatabaseContents &contents)
{
    using T = RowSecurityText;
    auto rows = std::make_shared<CellRows>();
    std::vector<Oid> withPolicy;
    for (const Policy &policy : contents.policies) {
        const Relation *relation = contents.relation(policy.relation);
        if (!relation)
            continue;
        withPolicy.push_back(relation->oid);
        QStringList roles;
        for (const Oid role : policy.roles)
            roles.append(InventoryText::role(inventory, role));
        const QString expression = policy.unread == Unread::None
                                       ? base::singleLine(RowSecurityText::expressions(policy))
                                       : unreadText(policy.unread);
        rows->add({tableCell(contents, *relation),
                   {.text = base::visibleText(policy.name)},
                   {.text = policy.command},
                   {.text = policy.permissive ? T::tr("permissive") : T::tr("restrictive"),
                    .muted = policy.permissive},
                   {.text = roles.join(", "_L1)},
                   {.text = expression, .muted = true}},
                  policy.oid);
    }
    for (const Relation &relation : contents.relations) {
        if (relation.rowSecurity && !std::ranges::contains(withPolicy, relation.oid))
            rows->add({tableCell(contents, relation),
                       {.text = T::tr("none: nobody but the owner sees a row"),
                        .severity = Severity::Warning}},
                      TableOnly | relation.oid);
    }
    return rows;
}

} // namespace ui
