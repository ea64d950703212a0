// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/roleforms.h"

#include "actions/rolestatements.h"
#include "actions/sqltext.h"
#include "base/plaintext.h"
#include "inventory/changerights.h"
#include "window/objectforms.h"

#include <QCoreApplication>

namespace app {

using namespace actions;
using namespace Qt::StringLiterals;
using inventory::ChangeKind;
using inventory::ChangeQuestion;
using inventory::ChangeRights;
using inventory::NeededRight;
using inventory::Role;
using ui::ChangeForm;
using ui::ChangeInput;
using ui::ChangeValues;
using Kind = ui::ChangeInput::Kind;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::RoleForms)
};

QString shown(const Role &role)
{
    return base::visibleText(role.name, 100);
}

QString checked(bool on)
{
    return on ? u"on"_s : QString();
}

QString nameOf(const Inventory &inventory, Oid oid)
{
    const Role *role = inventory.role(oid);
    return role ? role->name : QString();
}

// Of which our role may make others a member.
QStringList grantableRoles(const Inventory &inventory)
{
    const ChangeRights rights(inventory, inventory.ourRole);
    QStringList names;
    for (const Role &role : inventory.roles) {
        if (rights.missing({.kind = ChangeKind::GrantRole, .target = role.oid}).empty())
            names << role.name;
    }
    return names;
}

RoleAttributes attributesOf(const Role &role)
{
    return {.login = role.login,
            .superuser = role.superuser,
            .createDatabase = role.createDatabase,
            .createRole = role.createRole,
            .inherits = role.inherits,
            .replication = role.replication,
            .bypassRls = role.bypassRls,
            .connectionLimit = role.connectionLimit,
            .validUntil = role.validUntil ? base::toIso(*role.validUntil) : QString()};
}

std::vector<ChangeInput> attributeInputs(const RoleAttributes &attributes)
{
    const auto box = [](const QString &id, const QString &label, bool on) {
        return ChangeInput{.id = id, .label = label, .kind = Kind::Check, .value = checked(on)};
    };
    return {
        box(u"login"_s, Tr::tr("May log in"), attributes.login),
        box(u"inherits"_s, Tr::tr("Inherits from its groups"), attributes.inherits),
        box(u"createDatabase"_s, Tr::tr("May create databases"), attributes.createDatabase),
        box(u"createRole"_s, Tr::tr("May create roles"), attributes.createRole),
        box(u"replication"_s, Tr::tr("May replicate"), attributes.replication),
        box(u"bypassRls"_s, Tr::tr("Bypasses row security"), attributes.bypassRls),
        box(u"superuser"_s, Tr::tr("Superuser"), attributes.superuser),
        {.id = u"connectionLimit"_s,
         .label = Tr::tr("Connection &limit"),
         .kind = Kind::Limit,
         .value = QString::number(attributes.connectionLimit)},
        {.id = u"validUntil"_s,
         .label = Tr::tr("Password &valid until"),
         .value = attributes.validUntil,
         .placeholder = Tr::tr("for ever, or a moment such as 2027-01-31 12:00+00")},
    };
}

// What was not asked stays.
RoleAttributes attributesOf(const ChangeValues &values, const RoleAttributes &before)
{
    const auto on = [&](const QString &id, bool old) {
        return values.contains(id) ? !values.value(id).isEmpty() : old;
    };
    return {.login = on(u"login"_s, before.login),
            .superuser = on(u"superuser"_s, before.superuser),
            .createDatabase = on(u"createDatabase"_s, before.createDatabase),
            .createRole = on(u"createRole"_s, before.createRole),
            .inherits = on(u"inherits"_s, before.inherits),
            .replication = on(u"replication"_s, before.replication),
            .bypassRls = on(u"bypassRls"_s, before.bypassRls),
            .connectionLimit = values.value(u"connectionLimit"_s).toInt(),
            .validUntil = values.value(u"validUntil"_s).trimmed()};
}

// What our role could not give is not asked for.
void leaveOut(ChangeForm &form, const Inventory &inventory, const ChangeQuestion &question)
{
    const std::tuple<QString, QString, bool ChangeQuestion::*> attributes[] = {
        {u"superuser"_s, u"SUPERUSER"_s, &ChangeQuestion::superuser},
        {u"createDatabase"_s, u"CREATEDB"_s, &ChangeQuestion::createDatabase},
        {u"replication"_s, u"REPLICATION"_s, &ChangeQuestion::replication},
        {u"bypassRls"_s, u"BYPASSRLS"_s, &ChangeQuestion::bypassRls},
    };
    const ChangeRights rights(inventory, inventory.ourRole);
    const std::vector<NeededRight> missing = rights.missing(question);
    QStringList left;
    for (const auto &[id, word, flag] : attributes) {
        ChangeQuestion asked = question;
        asked.*flag = true;
        if (rights.missing(asked) == missing)
            continue;
        std::erase_if(form.inputs, [&](const ChangeInput &input) { return input.id == id; });
        left << word;
    }
    if (!left.isEmpty())
        form.meaning +=
            u' ' + Tr::tr("Left out is what %1 may not give or take: %2.")
                       .arg(base::visibleText(nameOf(inventory, inventory.ourRole), 100),
                            left.join(u", "_s));
}

ChangeForm formOf(const QString &title, const QString &button, const QString &meaning)
{
    return {.change = {.title = title, .right = ChangeRight::CreateRole},
            .meaning = meaning,
            .button = button};
}

std::vector<ChangeInput> optionInputs(const MembershipGrant &grant, int serverVersion)
{
    std::vector<ChangeInput> inputs{{.id = u"admin"_s,
                                     .label = Tr::tr("May grant it to others (ADMIN)"),
                                     .kind = Kind::Check,
                                     .value = checked(grant.admin)}};
    if (serverVersion < 160000)
        return inputs;
    inputs.push_back({.id = u"inherit"_s,
                      .label = Tr::tr("Has its rights (INHERIT)"),
                      .kind = Kind::Check,
                      .value = checked(grant.inherit)});
    inputs.push_back({.id = u"set"_s,
                      .label = Tr::tr("May become it (SET)"),
                      .kind = Kind::Check,
                      .value = checked(grant.set)});
    return inputs;
}

MembershipGrant withOptions(MembershipGrant grant, const ChangeValues &values)
{
    grant.admin = !values.value(u"admin"_s).isEmpty();
    if (values.contains(u"inherit"_s)) { // since 16
        grant.inherit = !values.value(u"inherit"_s).isEmpty();
        grant.set = !values.value(u"set"_s).isEmpty();
    }
    return grant;
}

std::optional<MembershipGrant> grantOf(const Inventory &inventory, const Membership &membership)
{
    if (!inventory.role(membership.role) || !inventory.role(membership.member))
        return {};
    return MembershipGrant{.role = nameOf(inventory, membership.role),
                           .member = nameOf(inventory, membership.member),
                           .grantor = nameOf(inventory, membership.grantor),
                           .admin = membership.admin,
                           .inherit = membership.inherit,
                           .set = membership.set};
}

// Before 16 the ADMIN option is taken away by a statement of its own.
QStringList membershipStatements(const MembershipGrant &before, const MembershipGrant &after,
                                 int serverVersion)
{
    if (before == after)
        return {};
    if (serverVersion < 160000 && before.admin && !after.admin)
        return {u"REVOKE ADMIN OPTION FOR %1 FROM %2"_s.arg(quotedName(after.role),
                                                            quotedName(after.member))};
    return {grantMembership(after, serverVersion)};
}

} // namespace

ChangeForm createRoleForm(const Inventory &inventory)
{
    ChangeForm form = formOf(Tr::tr("Create a role"), Tr::tr("Create the Role"),
                             Tr::tr("It owns nothing yet; what it may do in databases has to be "
                                    "granted to it. For a group leave out the login."));
    form.inputs = attributeInputs({.login = true});
    leaveOut(form, inventory, {.kind = ChangeKind::CreateRole});
    form.inputs.insert(
        form.inputs.begin(),
        {.id = u"name"_s, .label = Tr::tr("&Name"), .missing = Tr::tr("Give it a name.")});
    form.change.secrets = {{.slot = u"password"_s, .value = generatePassword()}};
    form.make = [](const ChangeValues &values) {
        const RoleAttributes wanted = attributesOf(values, {});
        return QStringList{createRole(values.value(u"name"_s), wanted, wanted.login)};
    };
    return form;
}

std::optional<ChangeForm> alterRoleForm(const Inventory &inventory, Oid oid)
{
    const Role *role = inventory.role(oid);
    if (!role)
        return {};
    ChangeForm form =
        formOf(Tr::tr("Change the role “%1”").arg(shown(*role)), Tr::tr("Change the Role"),
               Tr::tr("It counts for new sessions; those that are open keep what they have, except "
                      "for the rights of a superuser, which end at once."));
    const RoleAttributes before = attributesOf(*role);
    form.inputs = attributeInputs(before);
    leaveOut(form, inventory, {.kind = ChangeKind::AlterRole, .target = oid});
    form.make = [name = role->name, before](const ChangeValues &values) {
        return alterRole(name, before, attributesOf(values, before));
    };
    return form;
}

std::optional<ChangeForm> passwordForm(const Inventory &inventory, Oid oid)
{
    const Role *role = inventory.role(oid);
    if (!role)
        return {};
    QString meaning = Tr::tr("The old password stops working at once: every application that uses "
                             "it has to be given the new one. Open sessions stay.");
    if (role->password == inventory::PasswordKind::None)
        meaning = Tr::tr("It has no password yet. Ways in that ask for none stay as they are.");
    if (role->password == inventory::PasswordKind::Hidden)
        meaning = Tr::tr("If it has a password, that stops working at once: every application that "
                         "uses it has to be given the new one. Open sessions stay.");
    if (!role->login)
        meaning = Tr::tr("This role may not log in, so a password is of no use to it yet.");
    ChangeForm form = formOf(Tr::tr("Set the password of “%1”").arg(shown(*role)),
                             Tr::tr("Set the Password"), meaning);
    form.change.statements = {u"ALTER ROLE %1 PASSWORD :'password'"_s.arg(quotedName(role->name))};
    form.change.secrets = {{.slot = u"password"_s, .role = role->name}};
    return form;
}

std::optional<ChangeForm> renameRoleForm(const Inventory &inventory, Oid oid)
{
    const Role *role = inventory.role(oid);
    if (!role)
        return {};
    QString meaning = Tr::tr("Whatever logs in as “%1” has to be given the new name, as have lines "
                             "of pg_hba.conf. What it owns and may do stays.")
                          .arg(shown(*role));
    if (role->password == inventory::PasswordKind::Md5)
        meaning += u' ' + Tr::tr("Its password is kept as MD5, which is made with the name: it is "
                                 "lost, and has to be set again.");
    ChangeForm form = formOf(Tr::tr("Rename the role “%1”").arg(shown(*role)),
                             Tr::tr("Rename the Role"), meaning);
    askForName(form, {u"ROLE"_s, role->name});
    return form;
}

std::optional<ChangeForm> commentRoleForm(const Inventory &inventory, Oid oid)
{
    const Role *role = inventory.role(oid);
    if (!role)
        return {};
    ChangeForm form = formOf(Tr::tr("Comment on the role “%1”").arg(shown(*role)),
                             Tr::tr("Set the Comment"), commentMeaning());
    askForComment(form, {u"ROLE"_s, role->name}, role->comment);
    return form;
}

std::optional<ChangeForm> grantForm(const Inventory &inventory, Oid member)
{
    const Role *role = inventory.role(member);
    if (!role)
        return {};
    ChangeForm form =
        formOf(Tr::tr("Make “%1” a member").arg(shown(*role)), Tr::tr("Grant the Membership"),
               Tr::tr("It counts at once, also for sessions that are open."));
    const MembershipGrant grant{.member = role->name};
    const QStringList roles = grantableRoles(inventory);
    if (roles.size() < qsizetype(inventory.roles.size()))
        form.meaning +=
            u' ' + Tr::tr("Offered are the roles that %1 may grant.")
                       .arg(base::visibleText(nameOf(inventory, inventory.ourRole), 100));
    form.inputs = optionInputs(grant, inventory.serverVersion);
    form.inputs.insert(form.inputs.begin(), {.id = u"role"_s,
                                             .label = Tr::tr("Of the &role"),
                                             .kind = Kind::Name,
                                             .choices = roles,
                                             .missing = Tr::tr("Choose the role of which it is to "
                                                               "be a member.")});
    form.make = [grant, version = inventory.serverVersion](const ChangeValues &values) {
        MembershipGrant wanted = withOptions(grant, values);
        wanted.role = values.value(u"role"_s);
        return QStringList{grantMembership(wanted, version)};
    };
    return form;
}

std::optional<ChangeForm> alterMembershipForm(const Inventory &inventory,
                                              const Membership &membership)
{
    const auto before = grantOf(inventory, membership);
    if (!before)
        return {};
    ChangeForm form = formOf(
        Tr::tr("Change the membership of “%1” in “%2”")
            .arg(base::visibleText(before->member, 100), base::visibleText(before->role, 100)),
        Tr::tr("Change the Membership"),
        Tr::tr("It counts at once, also for sessions that are open."));
    form.inputs = optionInputs(*before, inventory.serverVersion);
    form.make = [before = *before, version = inventory.serverVersion](const ChangeValues &values) {
        const MembershipGrant after = withOptions(before, values);
        return membershipStatements(before, after, version);
    };
    return form;
}

std::optional<ChangeForm> revokeForm(const Inventory &inventory, const Membership &membership)
{
    const auto grant = grantOf(inventory, membership);
    if (!grant)
        return {};
    ChangeForm form =
        formOf(Tr::tr("End the membership of “%1” in “%2”")
                   .arg(base::visibleText(grant->member, 100), base::visibleText(grant->role, 100)),
               Tr::tr("Revoke the Membership"),
               Tr::tr("The rights that it has by this membership alone end at once, also in "
                      "sessions that are open."));
    form.change.statements = {revokeMembership(*grant, inventory.serverVersion)};
    return form;
}

} // namespace app
