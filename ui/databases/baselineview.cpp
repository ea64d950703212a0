// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/baselineview.h"

#include "base/plaintext.h"
#include "inventory/inventorytext.h"
#include "inventory/lazytable.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::BaselineView)
};

std::vector<TableColumn> differenceColumns()
{
    using enum TableColumn::Look;
    return {{Tr::tr("table"), 240},
            {Tr::tr("change"), 120},
            {Tr::tr("rows then"), 100, Number},
            {Tr::tr("rows now"), 100, Number},
            {Tr::tr("difference"), 100, Number},
            {Tr::tr("size then"), 90, Number},
            {Tr::tr("size now"), 90, Number},
            {Tr::tr("counted"), 160}};
}

Cell changeCell(TableChange change)
{
    switch (change) {
    case TableChange::Gone:
        return {.text = Tr::tr("gone"), .severity = Severity::Critical, .strong = true};
    case TableChange::New:
        return {.text = Tr::tr("new")};
    case TableChange::Shrunk:
        return {.text = Tr::tr("fewer rows"), .severity = Severity::Warning, .strong = true};
    case TableChange::Grown:
        return {.text = Tr::tr("more rows")};
    case TableChange::SizeOnly:
        return {.text = Tr::tr("size only")};
    case TableChange::NotComparable:
        return {.text = Tr::tr("not comparable"), .muted = true};
    case TableChange::Same:
        break;
    }
    return {.text = Tr::tr("same"), .muted = true};
}

Cell rowsCell(const BaselineTable &table)
{
    if (table.counted == RowCount::Unknown)
        return unknownCell(table.problem.isEmpty() ? Tr::tr("Not counted")
                                                   : base::singleLine(table.problem));
    const QString number = InventoryText::number(table.rows);
    return {.text = table.counted == RowCount::Estimated ? u"≈ "_s + number : number,
            .value = double(table.rows)};
}

Cell bytesCell(const BaselineTable &table)
{
    if (!table.bytes)
        return unknownCell(table.name.isEmpty() ? QString() : Tr::tr("Not known: never analyzed"));
    const QString size = InventoryText::bytes(*table.bytes);
    return {.text = table.measured ? size : u"≈ "_s + size,
            .muted = true,
            .value = double(*table.bytes)};
}

// Why it was not counted though that was asked for; the server's own words go to the tip.
QString reasonText(const BaselineTable &table)
{
    switch (table.notCounted) {
    case NotCounted::Gone:
        return Tr::tr("dropped or renamed while counting");
    case NotCounted::Locked:
        return Tr::tr("locked by somebody, who is not waited for");
    case NotCounted::NoRight:
        return Tr::tr("our role may not read all its rows");
    case NotCounted::NoTime:
        return Tr::tr("no time was left to count it");
    case NotCounted::Failed:
        return Tr::tr("counting failed: %1").arg(base::singleLine(table.problem));
    case NotCounted::None:
        break;
    }
    return {};
}

QString countedText(const BaselineTable &then, const BaselineTable &now,
                    const TableDifference &difference)
{
    QStringList reasons;
    if (const QString reason = reasonText(now); !reason.isEmpty())
        reasons.append(now.counted == RowCount::Estimated ? Tr::tr("estimated: %1").arg(reason)
                                                          : reason);
    if (const QString reason = reasonText(then); !reason.isEmpty() && reasons.isEmpty())
        reasons.append(Tr::tr("then: %1", "when the baseline was saved").arg(reason));
    if (!reasons.isEmpty())
        return reasons.join(QString());
    return difference.isEstimate() ? Tr::tr("estimated") : Tr::tr("exact");
}

Cell countedCell(const TableDifference &difference)
{
    const bool gone = difference.change == TableChange::Gone;
    const BaselineTable &now = gone ? difference.before : difference.after;
    const BaselineTable &then = difference.before;
    Cell cell{.text = countedText(then, now, difference), .muted = true};
    const QString &words = now.problem.isEmpty() ? then.problem : now.problem;
    if (!words.isEmpty())
        cell.tip = cell.text + u'\n' + base::visibleText(words);
    return cell;
}

TableRowsPtr differenceRows(const std::vector<TableDifference> &differences)
{
    auto rows = std::make_shared<CellRows>();
    for (const TableDifference &each : differences) {
        const bool gone = each.change == TableChange::Gone;
        const BaselineTable &named = gone ? each.before : each.after;
        const bool both =
            !gone && each.change != TableChange::New && each.change != TableChange::NotComparable;
        const QString sign = each.rows() > 0 ? u"+"_s : QString();
        rows->add({{.text = base::visibleText(named.schema + u'.' + named.name)},
                   changeCell(each.change),
                   rowsCell(each.before),
                   rowsCell(each.after),
                   {.text = both ? sign + InventoryText::number(each.rows()) : QString(),
                    .value = double(each.rows())},
                   bytesCell(each.before),
                   bytesCell(each.after),
                   countedCell(each)});
    }
    return rows;
}

} // namespace

BaselineView::BaselineView(QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox)
    , m_name(new QLineEdit)
    , m_exact(new QCheckBox(tr("&count exactly")))
    , m_save(new QPushButton(tr("&Save")))
    , m_compare(new QPushButton(tr("Com&pare")))
    , m_remove(new QPushButton(tr("&Forget")))
    , m_question(new MessageBar)
    , m_replace(m_question->addButton(u"baselineReplace"_s, tr("&Replace It")))
    , m_keepBoth(m_question->addButton(u"baselineKeepBoth"_s, tr("Keep &Both")))
    , m_note(new PlainLabel)
    , m_table(new LazyTable(u"baselineTable"_s, tr("What has changed"), differenceColumns()))
{
    setObjectName(u"baselineView"_s);
    build();
    connect(m_save, &QPushButton::clicked, this, &BaselineView::save);
    connect(m_name, &QLineEdit::returnPressed, this, &BaselineView::save);
    connect(m_name, &QLineEdit::textChanged, this, &BaselineView::place);
    connect(m_replace, &QPushButton::clicked, this, [this] { saveAs(m_name->text().trimmed()); });
    connect(m_keepBoth, &QPushButton::clicked, this,
            [this] { saveAs(freeName(m_name->text().trimmed())); });
    connect(m_compare, &QPushButton::clicked, this, &BaselineView::compare);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const int at = m_choice->currentIndex(); at >= 0)
            emit removeWanted(m_baselines[size_t(at)]);
    });
    place();
}

void BaselineView::build()
{
    m_choice->setObjectName(u"baselineChoice"_s);
    m_choice->setAccessibleName(tr("Saved baselines"));
    m_choice->setMinimumWidth(220);
    m_name->setObjectName(u"baselineName"_s);
    m_name->setAccessibleName(tr("Name of a new baseline"));
    m_name->setPlaceholderText(tr("name, such as before the upgrade"));
    m_exact->setObjectName(u"baselineExact"_s);
    m_exact->setToolTip(tr("Reads every table whole. Otherwise the estimates of the last VACUUM or "
                           "ANALYZE are taken."));
    m_save->setObjectName(u"baselineSave"_s);
    m_compare->setObjectName(u"baselineCompare"_s);
    m_remove->setObjectName(u"baselineRemove"_s);
    m_note->setObjectName(u"baselineNote"_s);
    m_note->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::CardPadding, metrics::Grid, metrics::CardPadding, 0);
    row->setSpacing(metrics::Grid * 2);
    row->addWidget(m_choice, 1);
    row->addWidget(m_compare);
    row->addWidget(m_remove);
    row->addSpacing(metrics::Edge);
    row->addWidget(m_name, 1);
    row->addWidget(m_exact);
    row->addWidget(m_save);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid * 2);
    layout->addLayout(row);
    buildQuestion();
    layout->addWidget(m_question);
    m_note->setContentsMargins(metrics::CardPadding, 0, metrics::CardPadding, 0);
    layout->addWidget(m_note);
    layout->addWidget(m_table, 1);
}

void BaselineView::buildQuestion()
{
    m_question->setObjectName(u"baselineQuestion"_s);
    m_question->setAdvice(tr("What was counted then cannot be counted again."));
    m_question->hide();
}

void BaselineView::setCompact(bool compact)
{
    m_table->setCompact(compact);
}

void BaselineView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (database() != 0 && m_listed != database())
        emit baselinesWanted(database());
}

void BaselineView::showContents(const ContentsPtr &contents)
{
    const bool other = database() != (contents ? contents->database : 0);
    m_contents = contents;
    if (!other)
        return;
    m_listed = 0;
    m_busy = false;
    m_baselines.clear();
    m_choice->clear();
    m_compared.clear();
    m_table->setRows({});
    place();
    if (isVisible() && database() != 0)
        emit baselinesWanted(database());
}

void BaselineView::showBaselines(quint32 of, const std::vector<Baseline> &baselines,
                                 const QStringList &problems)
{
    if (of != database())
        return;
    m_listed = of;
    m_busy = false;
    m_baselines = baselines;
    m_choice->clear();
    for (const Baseline &each : baselines)
        m_choice->addItem(
            tr("%1, %2 UTC")
                .arg(base::visibleText(each.name), InventoryText::moment(each.takenAt)));
    place();
    QStringList notes;
    if (const QString name = std::exchange(m_saved, {}); !name.isEmpty())
        notes << tr("“%1” is saved.").arg(base::visibleText(name));
    notes << problems;
    if (!notes.isEmpty())
        m_note->setText(base::visibleText(notes.join(u' ')));
}

// Differences from what is no longer kept would mislead.
void BaselineView::showSaved(quint32 of, const QString &name)
{
    if (of != database())
        return;
    m_saved = name;
    m_name->clear();
    if (std::exchange(m_compared, {}) == name)
        m_table->setRows({});
}

void BaselineView::showFailure(quint32 of, const QString &reason)
{
    if (of != database())
        return;
    m_busy = false;
    place();
    m_note->setVisibleText(reason);
    m_note->setSeverity(Severity::Critical);
    m_note->setMuted(false);
}

void BaselineView::showNow(quint32 of, const Baseline &now)
{
    if (of != database())
        return;
    m_busy = false;
    place();
    const int at = m_choice->currentIndex();
    if (at < 0)
        return;
    const Baseline &before = m_baselines[size_t(at)];
    const std::vector<TableDifference> differences = compareBaselines(before, now);
    const auto changed = std::ranges::count_if(
        differences, [](const auto &each) { return each.change != TableChange::Same; });
    m_compared = before.name;
    m_table->setRows(differenceRows(differences));
    m_note->setText(changed == 0
                        ? tr("Nothing has changed since %1.").arg(base::visibleText(before.name))
                        : tr("%1 of %2 tables differ from %3.")
                              .arg(QString::number(changed), QString::number(differences.size()),
                                   base::visibleText(before.name)));
}

bool BaselineView::isTaken(const QString &name) const
{
    return std::ranges::contains(m_baselines, name, &Baseline::name);
}

// "before", "before (2)" …
QString BaselineView::freeName(const QString &name) const
{
    QString free = name;
    for (int n = 2; isTaken(free); ++n)
        free = u"%1 (%2)"_s.arg(name, QString::number(n));
    return free;
}

void BaselineView::save()
{
    if (!m_save->isEnabled())
        return;
    const QString name = m_name->text().trimmed();
    if (!isTaken(name))
        return saveAs(name);
    m_question->setTitle(
        Severity::Warning,
        tr("There is a baseline “%1” of this database already.").arg(base::visibleText(name)));
    m_question->show();
    m_keepBoth->setFocus();
}

void BaselineView::saveAs(const QString &name)
{
    m_busy = true;
    place();
    emit saveWanted(database(), name, m_exact->isChecked());
}

void BaselineView::compare()
{
    m_busy = true;
    place();
    emit compareWanted(database(), m_exact->isChecked());
}

void BaselineView::place()
{
    const bool known = database() != 0 && m_listed == database() && !m_busy;
    m_question->hide();
    m_save->setEnabled(known && !m_name->text().trimmed().isEmpty());
    m_compare->setEnabled(known && !m_baselines.empty());
    m_remove->setEnabled(known && !m_baselines.empty());
    m_note->setSeverity(Severity::None);
    m_note->setMuted(true);
    m_note->setText(m_busy ? tr("Counting…")
                    : known && m_baselines.empty()
                        ? tr("No baseline of this database yet. Save one before an upgrade or a "
                             "migration, and compare afterwards: lost rows come first.")
                        : QString());
}

} // namespace ui
