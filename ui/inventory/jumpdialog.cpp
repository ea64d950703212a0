// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/jumpdialog.h"

#include "base/plaintext.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

enum Column { NameColumn, KindColumn, PlaceColumn };

// All that a search can lead to; names stay where they are until they are looked at.
class Places final : public TableRows
{
public:
    Places(InventoryPtr inventory, const std::map<Oid, ContentsPtr> &contents)
        : m_inventory(std::move(inventory))
    {
        for (const Role &role : m_inventory->roles)
            m_places.push_back({{JumpTarget::Role, role.oid, 0}, &role.name, nullptr});
        for (const Database &database : m_inventory->databases)
            m_places.push_back({{JumpTarget::Database, database.oid, 0}, &database.name, nullptr});
        for (const auto &[database, known] : contents) {
            m_contents.push_back(known);
            for (const Relation &relation : known->relations)
                m_places.push_back({{JumpTarget::Relation, relation.oid, database},
                                    &relation.name,
                                    &relation.kind});
            for (const Policy &policy : known->policies)
                m_places.push_back(
                    {{JumpTarget::Policy, policy.oid, database}, &policy.name, nullptr});
        }
    }

    int count() const override { return int(m_places.size()); }
    quint64 key(int row) const override { return quint64(row); }
    const JumpTarget &target(int row) const { return m_places[size_t(row)].target; }

    Cell cell(int row, int column) const override
    {
        const Place &place = m_places[size_t(row)];
        if (column == NameColumn)
            return {.text = base::visibleText(*place.name)};
        if (column == KindColumn)
            return {.text = kindOf(place), .muted = true};
        return {.text = place.target.database == 0
                            ? QString()
                            : InventoryText::database(*m_inventory, place.target.database),
                .muted = true};
    }

    // The shorter a name, the more of it is what was typed.
    int compare(int a, int b, int column) const override
    {
        if (column != NameColumn)
            return compareTexts(cell(a, column).text, cell(b, column).text);
        const auto rank = [this](int row) { return m_places[size_t(row)].name->size(); };
        return rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0;
    }

    bool matches(int row, const TableQuery &query) const override
    {
        const Place &place = m_places[size_t(row)];
        return std::ranges::all_of(query.words, [&](const QString &word) {
            return place.name->contains(word, Qt::CaseInsensitive) ||
                   kindOf(place).startsWith(word, Qt::CaseInsensitive);
        });
    }

private:
    struct Place
    {
        JumpTarget target;
        const QString *name;
        const QString *kind;
    };

    static QString kindOf(const Place &place)
    {
        switch (place.target.kind) {
        case JumpTarget::Role:
            return JumpDialog::tr("role");
        case JumpTarget::Database:
            return JumpDialog::tr("database");
        case JumpTarget::Policy:
            return JumpDialog::tr("policy");
        case JumpTarget::Relation:
            break;
        }
        return *place.kind;
    }

    InventoryPtr m_inventory;
    std::vector<ContentsPtr> m_contents; ///< Kept for their names.
    std::vector<Place> m_places;
};

} // namespace

JumpDialog::JumpDialog(QWidget *window)
    : QDialog(window)
    , m_line(new QLineEdit)
    , m_table(new LazyTable(u"jumpTable"_s, tr("Where to go"),
                            {{tr("name"), 280}, {tr("kind"), 120}, {tr("in"), 140}}))
    , m_note(new PlainLabel)
    , m_others(new QPushButton)
{
    setObjectName(u"jumpDialog"_s);
    setWindowTitle(tr("Go To"));
    setWindowFlag(Qt::FramelessWindowHint);
    m_line->setObjectName(u"jumpLine"_s);
    m_line->setPlaceholderText(tr("Role, database, table or policy"));
    m_line->setAccessibleName(tr("Name of a role, database, table or policy"));
    m_line->installEventFilter(this);
    m_table->setFocusPolicy(Qt::NoFocus); // the line keeps the keyboard and moves the rows
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->header()->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_line);
    layout->addWidget(m_table);
    layout->addLayout(buildNote());
    connect(m_line, &QLineEdit::textChanged, this, &JumpDialog::filter);
    connect(&m_table->rows(), &LazyModel::arranged, this, &JumpDialog::arranged);
    connect(m_table, &QTreeView::clicked, this, &JumpDialog::choose);
}

QLayout *JumpDialog::buildNote()
{
    m_note->setObjectName(u"jumpNote"_s);
    m_note->setMuted(true);
    m_note->setWordWrap(true);
    m_others->setObjectName(u"jumpOthers"_s);
    m_others->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addWidget(m_note, 1);
    row->addWidget(m_others);
    connect(m_others, &QPushButton::clicked, m_line, qOverload<>(&QWidget::setFocus));
    connect(m_others, &QPushButton::clicked, this, &JumpDialog::othersWanted);
    return row;
}

void JumpDialog::showContents(const KnownContentsPtr &known)
{
    if (!m_inventory)
        return;
    size_t count = m_inventory->roles.size() + m_inventory->databases.size();
    for (const auto &[database, contents] : known->read)
        count += contents->relations.size() + contents->policies.size();
    m_table->rows().setRowsLater(int(count), [all = m_inventory, known]() -> TableRowsPtr {
        return std::make_shared<Places>(all, known->read);
    });
    const QString others = readOthersText(*m_inventory, *known);
    m_others->setText(others);
    m_others->setVisible(!others.isEmpty());
    m_others->setEnabled(known->coming == 0);
    m_note->setVisible(!others.isEmpty() || known->coming > 0 || !known->failed.empty());
    m_note->setText(tr("Tables and policies are found only in databases that were looked into. %1")
                        .arg(knownContentsText(*m_inventory, *known)));
}

void JumpDialog::openWith(const InventoryPtr &inventory, const KnownContentsPtr &known)
{
    m_inventory = inventory;
    m_line->clear();
    filter({});
    showContents(known);
    const QWidget *window = parentWidget();
    resize(std::min(580, window->width() - 40), std::min(420, window->height() - 80));
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 64)));
    open();
    m_line->setFocus();
}

void JumpDialog::filter(const QString &line)
{
    m_table->rows().setQuery({.words = filterWords(line),
                              .chip = {},
                              .sortColumn = line.isEmpty() ? -1 : int(NameColumn)});
}

void JumpDialog::arranged()
{
    m_table->setCurrentIndex(m_table->rows().index(0, 0));
    m_table->scrollToTop();
}

bool JumpDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_line || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_table, event);
        return true;
    default:
        return false;
    }
}

void JumpDialog::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    painter.setPen(t.muted);
    painter.setBrush(t.surface);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void JumpDialog::choose()
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid() || m_table->rows().isArranging())
        return;
    const auto &places = static_cast<const Places &>(*m_table->rows().shown());
    const JumpTarget target = places.target(m_table->rows().numberOf(index));
    accept(); // first: whoever is led to takes the keyboard
    emit chosen(target);
}

} // namespace ui
