// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "roles/roledetail.h"

#include "base/plaintext.h"
#include "inventory/changeactions.h"
#include "inventory/detailcard.h"
#include "inventory/factgrid.h"
#include "inventory/findingcards.h"
#include "inventory/findingtext.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "inventory/loginsview.h"
#include "roles/defaultprivilegesview.h"
#include "roles/rolerows.h"
#include "roles/roletables.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QAction>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::RoleDetail)
};

QString validity(const Role &role, base::Timestamp now)
{
    if (!role.validUntil)
        return Tr::tr("for ever");
    const QString moment = InventoryText::moment(*role.validUntil) + u" UTC"_s;
    return *role.validUntil <= now ? Tr::tr("%1: the password is not accepted any more").arg(moment)
                                   : moment;
}

QString passwordText(PasswordKind kind)
{
    switch (kind) {
    case PasswordKind::Hidden:
        return Tr::tr("hidden: only superusers see how it is kept");
    case PasswordKind::None:
        return Tr::tr("none is set");
    case PasswordKind::Md5:
        return Tr::tr("md5, which is out of date");
    case PasswordKind::Scram:
        break;
    }
    return u"scram-sha-256"_s;
}

QString yesNo(bool yes)
{
    return yes ? Tr::tr("yes") : Tr::tr("no");
}

QString limitText(const Role &role)
{
    return role.connectionLimit < 0
               ? Tr::tr("%1, no limit of its own").arg(role.connections)
               : Tr::tr("%1 of %2").arg(role.connections).arg(role.connectionLimit);
}

} // namespace

RoleDetail::RoleDetail(const ChangeActions &changes, QWidget *parent)
    : QWidget(parent)
    , m_card(new DetailCard(u"roleDetail"_s))
    , m_facts(new FactGrid)
    , m_findings(new FindingCards)
    , m_memberships(
          new LazyTable(u"roleMemberships"_s, tr("Memberships of the role"), membershipColumns()))
    , m_rights(new LazyTable(u"roleRights"_s, tr("Rights of the role"), rightColumns()))
    , m_logins(new LoginsView(u"roleLogins"_s, tr("Where the role may log in"), loginColumns()))
    , m_owned(new LazyTable(u"roleOwned"_s, tr("What the role owns"), ownedColumns()))
    , m_settings(new LazyTable(u"roleSettings"_s, tr("Settings of the role"), roleSettingColumns()))
    , m_defaults(new DefaultPrivilegesView)
    , m_known(std::make_shared<const KnownContents>())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    build(changes);
    showRole({}, {}, {});
}

void RoleDetail::build(const ChangeActions &changes)
{
    m_card->addButton(changes.makeButton(u"password"_s));
    m_card->addButton(changes.makeMenuButton(
        tr("Change"), {u"alter"_s, u"grant"_s, u"rename"_s, u"comment"_s, u"drop"_s}));
    m_card->addSegment(u"overview"_s, tr("Overview"), buildOverview());
    m_card->addSegment(u"members"_s, tr("Memberships"), buildMemberships(changes));
    m_card->addSegment(u"rights"_s, tr("Rights"), m_rights);
    m_card->addSegment(u"logins"_s, tr("Logins"), m_logins);
    m_card->addSegment(u"owns"_s, tr("Owns"), m_owned);
    m_card->addSegment(u"settings"_s, tr("Settings"), m_settings);
    m_card->addSegment(u"defaults"_s, tr("Defaults"), m_defaults);
    connect(m_defaults, &DefaultPrivilegesView::othersWanted, this, &RoleDetail::othersWanted);
    connect(m_memberships, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (const auto role = quint32(m_memberships->rows().row(index.row()).key()))
            emit roleChosen(role);
    });
    for (LazyTable *table : {m_owned, m_rights, &m_logins->table(), m_defaults->table()})
        leadToDatabases(table);
}

QWidget *RoleDetail::buildMemberships(const ChangeActions &changes)
{
    QAction *revoke = changes.action(u"revoke"_s);
    revoke->setShortcut(Qt::Key_Delete);
    revoke->setShortcutContext(Qt::WidgetShortcut);
    m_memberships->addAction(changes.action(u"membership"_s));
    m_memberships->addAction(revoke);
    auto *why = new PlainLabel;
    why->setObjectName(u"membershipObstacle"_s);
    why->setMuted(true);
    why->setWordWrap(true);
    connect(revoke, &QAction::changed, why, [why, revoke] {
        why->setText(revoke->statusTip());
        why->setVisible(!revoke->isEnabled());
    });
    why->setContentsMargins(metrics::CardPadding, metrics::Grid, metrics::CardPadding, 0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::CardPadding, metrics::Grid, metrics::CardPadding,
                            metrics::Grid * 2);
    row->setSpacing(metrics::Grid * 2);
    row->addStretch(1);
    row->addWidget(changes.makeButton(u"membership"_s));
    row->addWidget(changes.makeButton(u"revoke"_s, u"destructive"_s));
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_memberships, 1);
    layout->addWidget(why);
    layout->addLayout(row);
    connect(m_memberships, &LazyTable::currentKeyChanged, this, &RoleDetail::membershipSelected);
    return page;
}

std::optional<Membership> RoleDetail::selectedMembership() const
{
    const auto key = m_memberships->currentKey();
    return key && m_inventory && m_role ? directMembership(*m_inventory, *m_role, *key)
                                        : std::nullopt;
}

QString RoleDetail::whyNoMembership() const
{
    if (selectedMembership())
        return {};
    const auto key = m_memberships->currentKey();
    const Oid other = key ? Oid(*key) : 0;
    if (other == 0 || !m_inventory || !m_role)
        return tr("Select a membership in the tree to change or revoke it.");
    return tr("This membership was granted to another role of the tree. Return leads to %1.")
        .arg(InventoryText::role(*m_inventory, other));
}

void RoleDetail::leadToDatabases(LazyTable *table)
{
    connect(table, &QTreeView::activated, this, [this, table](const QModelIndex &index) {
        const auto database = quint32(table->rows().row(index.row()).key());
        if (m_inventory && m_inventory->database(database))
            emit databaseChosen(database);
    });
}

QWidget *RoleDetail::buildOverview()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_findings);
    layout->addWidget(m_facts);
    layout->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setObjectName(u"roleOverview"_s);
    scroll->setAccessibleName(tr("Facts about the role"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(page);
    page->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    return scroll;
}

void RoleDetail::setCompact(bool compact)
{
    for (LazyTable *table : {m_memberships, m_rights, &m_logins->table(), m_owned, m_settings})
        table->setCompact(compact);
    m_defaults->setCompact(compact);
}

void RoleDetail::showRole(const InventoryPtr &inventory, std::optional<Oid> role,
                          const ObservedPtr &observed)
{
    m_inventory = inventory;
    m_role = role;
    m_observed = observed;
    const Role *what = inventory && role ? inventory->role(*role) : nullptr;
    if (!what) {
        m_card->setTitle(tr("No role selected"), {});
        m_card->setNothing(role && inventory ? tr("This role is gone.")
                                             : tr("Select a role to see what it may do."));
        return;
    }
    std::vector<CellMark> marks = attributeMarks(*what);
    if (what->isPredefined())
        marks.push_back({tr("predefined"), Severity::None});
    else if (!what->login)
        marks.push_back({tr("no login"), Severity::None});
    m_card->setTitle(base::visibleText(what->name), marks);
    m_card->setNothing({});
    const std::vector<FindingText> findings =
        findingsAbout(*inventory, observed->findings, SubjectKind::Role, what->oid);
    m_findings->setFindings(findings);
    showFacts(*what);
    fill(*what);
}

void RoleDetail::showContents(const KnownContentsPtr &known)
{
    m_known = known;
    if (m_inventory && m_role && m_inventory->role(*m_role))
        m_defaults->showRole(m_inventory, *m_role, m_known);
}

void RoleDetail::showFacts(const Role &role)
{
    const bool expired = role.validUntil && *role.validUntil <= m_inventory->takenAt;
    const bool weak = role.password == PasswordKind::Md5;
    QString seen = tr("not since this server is looked at");
    const auto found = m_observed->roles.find(role.oid);
    if (role.connections > 0)
        seen = tr("connected now");
    else if (found != m_observed->roles.end())
        seen = InventoryText::moment(found->second) + u" UTC"_s;
    m_facts->setFacts({
        {tr("Comment"), base::visibleText(role.comment)},
        {tr("May log in"), yesNo(role.login)},
        {tr("Password"),
         role.login || role.password != PasswordKind::Hidden ? passwordText(role.password)
                                                             : QString(),
         weak ? Severity::Warning : Severity::None},
        {tr("Valid until"), role.login ? validity(role, m_inventory->takenAt) : QString(),
         expired ? Severity::Warning : Severity::None},
        {tr("Connections"), role.login ? limitText(role) : QString()},
        {tr("Last seen"), role.login ? seen : QString()},
        {tr("Superuser"), yesNo(role.superuser),
         role.superuser ? Severity::Warning : Severity::None},
        {tr("Creates roles"), role.superuser ? QString() : yesNo(role.createRole)},
        {tr("Creates databases"), role.superuser ? QString() : yesNo(role.createDatabase)},
        {tr("Bypasses RLS"), role.superuser ? QString() : yesNo(role.bypassRls),
         role.bypassRls ? Severity::Warning : Severity::None},
        {tr("Replication"), role.superuser ? QString() : yesNo(role.replication)},
        {tr("Inherits"), role.inherits ? tr("yes, from roles granted to it from now on")
                                       : tr("no: it has to SET ROLE first")},
    });
}

void RoleDetail::showRules(const KnownRulesPtr &rules)
{
    m_rules = rules;
    if (const Role *role = m_inventory && m_role ? m_inventory->role(*m_role) : nullptr)
        showLogins(*role);
}

void RoleDetail::showLogins(const Role &role)
{
    m_logins->showRows(m_inventory, m_rules, int(m_inventory->databases.size()),
                       [oid = role.oid](const auto &join) { return loginRows(*join, oid); });
}

void RoleDetail::fill(const Role &role)
{
    m_defaults->showRole(m_inventory, role.oid, m_known);
    const auto many = int(m_inventory->memberships.size());
    m_memberships->rows().setRowsLater(many, [inventory = m_inventory, oid = role.oid] {
        return membershipRows(*inventory, oid);
    });
    const auto each = int(m_inventory->databases.size() + m_inventory->memberships.size());
    m_rights->rows().setRowsLater(each, [inventory = m_inventory, oid = role.oid] {
        const TableRowsPtr rows = rightRows(*inventory, oid);
        return rows->count() > 0 ? rows : sentenceRow(tr("No right but those of every role."));
    });
    showLogins(role);
    const TableRowsPtr owned = ownedRows(*m_inventory, role.oid);
    m_card->setCount(u"owns"_s, ownedCount(*m_inventory, role.oid));
    m_owned->setRows(owned->count() > 0 ? owned : sentenceRow(tr("Owns nothing.")));
    const TableRowsPtr settings = roleSettingRows(*m_inventory, role.oid);
    m_card->setCount(u"settings"_s, settings->count());
    m_settings->setRows(settings->count() > 0 ? settings
                                              : sentenceRow(tr("No settings of its own.")));
}

} // namespace ui
