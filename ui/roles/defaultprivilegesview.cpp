// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "roles/defaultprivilegesview.h"

#include "base/plaintext.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

std::vector<TableColumn> defaultPrivilegeColumns()
{
    using View = DefaultPrivilegesView;
    return {{View::tr("on new"), 160},
            {View::tr("who"), 85},
            {View::tr("gets"), 95},
            {View::tr("in database"), 90}};
}

QString objectsText(const DatabaseContents &contents, const DefaultPrivileges &each)
{
    const Schema *schema = contents.schema(each.schema);
    return schema ? DefaultPrivilegesView::tr("%1 in %2", "kind of objects, schema")
                        .arg(each.objects, base::visibleText(schema->name))
                  : each.objects;
}

class Defaults
{
public:
    Defaults(const Inventory &inventory, Oid role)
        : m_inventory(inventory)
        , m_role(role)
    {
    }

    // Of the objects that it makes.
    void addOwn(const DatabaseContents &contents)
    {
        for (const DefaultPrivileges &each : contents.defaultPrivileges) {
            if (each.role != m_role)
                continue;
            const QString objects = objectsText(contents, each);
            for (const AclItem &item : each.acl)
                add({objects, who(item.grantee), InventoryText::privileges(item)}, contents);
            if (each.acl.empty())
                add({objects, DefaultPrivilegesView::tr("nobody"), {}}, contents);
        }
    }

    // Of those that others make. What every role gets is not told of each of them.
    void addGranted(const DatabaseContents &contents)
    {
        for (const DefaultPrivileges &each : contents.defaultPrivileges) {
            for (const AclItem &item : each.acl) {
                if (each.role != m_role && item.grantee == m_role)
                    add({DefaultPrivilegesView::tr("%1 of %2", "objects of a role")
                             .arg(objectsText(contents, each),
                                  InventoryText::role(m_inventory, each.role)),
                         DefaultPrivilegesView::tr("this role"), InventoryText::privileges(item)},
                        contents);
            }
        }
    }

    void addHead(const QString &text)
    {
        m_rows->add({{.text = text, .strong = true}}, quint64(m_rows->count()) << 32);
        m_ofHead = 0;
    }

    void closeHead()
    {
        if (m_ofHead == 0)
            m_rows->add(
                {{.text = DefaultPrivilegesView::tr("nothing known"), .muted = true, .indent = 1}},
                quint64(m_rows->count()) << 32);
    }

    TableRowsPtr rows() const { return m_rows; }

private:
    QString who(Oid grantee) const
    {
        return grantee == m_role ? DefaultPrivilegesView::tr("itself")
               : grantee == 0    ? DefaultPrivilegesView::tr("every role (PUBLIC)")
                                 : InventoryText::role(m_inventory, grantee);
    }

    void add(const QStringList &words, const DatabaseContents &contents)
    {
        m_rows->add(
            {{.text = words[0], .indent = 1},
             {.text = words[1]},
             {.text = words[2]},
             {.text = InventoryText::database(m_inventory, contents.database), .muted = true}},
            quint64(m_rows->count()) << 32 | contents.database);
        ++m_ofHead;
    }

    const Inventory &m_inventory;
    Oid m_role;
    std::shared_ptr<CellRows> m_rows = std::make_shared<CellRows>();
    int m_ofHead = 0;
};

// Where the privileges themselves could not be read.
QString gapsText(const Inventory &inventory, const KnownContents &known)
{
    QStringList names;
    for (const auto &[database, contents] : known.read) {
        if (std::ranges::contains(contents->gaps, ContentsPart::DefaultPrivileges,
                                  &ContentsGap::part))
            names.append(InventoryText::database(inventory, database));
    }
    for (const Oid database : known.failed)
        names.append(InventoryText::database(inventory, database));
    return names.isEmpty() ? QString()
                           : DefaultPrivilegesView::tr("They could not be read in %1.")
                                 .arg(names.join(u", "_s));
}

} // namespace

TableRowsPtr defaultPrivilegeRows(const Inventory &inventory, Oid role, const KnownContents &known)
{
    Defaults defaults(inventory, role);
    defaults.addHead(DefaultPrivilegesView::tr("On what it makes"));
    for (const auto &[database, contents] : known.read)
        defaults.addOwn(*contents);
    defaults.closeHead();
    defaults.addHead(DefaultPrivilegesView::tr("On what others make"));
    for (const auto &[database, contents] : known.read)
        defaults.addGranted(*contents);
    defaults.closeHead();
    return defaults.rows();
}

DefaultPrivilegesView::DefaultPrivilegesView(QWidget *parent)
    : QWidget(parent)
    , m_table(new LazyTable(u"roleDefaults"_s, tr("Default privileges of the role"),
                            defaultPrivilegeColumns()))
    , m_note(new PlainLabel)
    , m_others(new QPushButton)
{
    m_note->setObjectName(u"roleDefaultsNote"_s);
    m_note->setMuted(true);
    m_note->setWordWrap(true);
    m_others->setObjectName(u"roleDefaultsOthers"_s);
    m_others->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::CardPadding, metrics::Grid, metrics::CardPadding,
                            metrics::Grid * 2);
    row->setSpacing(metrics::Grid * 2);
    row->addWidget(m_note, 1);
    row->addWidget(m_others);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table, 1);
    layout->addLayout(row);
    connect(m_others, &QPushButton::clicked, this, &DefaultPrivilegesView::othersWanted);
}

void DefaultPrivilegesView::setCompact(bool compact)
{
    m_table->setCompact(compact);
}

void DefaultPrivilegesView::showRole(const InventoryPtr &inventory, Oid role,
                                     const KnownContentsPtr &known)
{
    m_table->rows().setRowsLater(int(known->read.size()), [inventory, role, known] {
        return defaultPrivilegeRows(*inventory, role, *known);
    });
    const QString gaps = gapsText(*inventory, *known);
    m_note->setText(tr("Default privileges stand inside of each database. %1 %2")
                        .arg(knownContentsText(*inventory, *known), gaps)
                        .trimmed());
    const QString others = readOthersText(*inventory, *known);
    m_others->setText(others);
    m_others->setVisible(!others.isEmpty());
    m_others->setEnabled(known->coming == 0);
    m_others->setToolTip(
        tr("Connects to each of them for a moment and reads its catalogs; nothing waits for a "
           "lock."));
}

} // namespace ui
