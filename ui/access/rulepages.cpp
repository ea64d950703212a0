// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rulepages.h"

#include "access/findinglist.h"
#include "access/hbatext.h"
#include "access/matrixmodel.h"
#include "access/ruledelegate.h"
#include "access/ruleeditor.h"
#include "widgets/card.h"
#include "widgets/chipbar.h"
#include "widgets/copyfeedback.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QtConcurrentRun>
#include <QTimer>
#include <QTreeView>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;
using namespace std::chrono_literals;

namespace {

/// Cells of the matrix in the colour of what they say.
class MatrixDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto severity = index.data(MatrixModel::SeverityRole).value<Severity>();
        const Tokens &t = tokens(option->palette);
        const bool closed = index.data(MatrixModel::ClosedRole).toBool();
        const QColor ink = closed ? t.muted : t.ink(severity);
        option->palette.setColor(QPalette::Text, ink);
        option->palette.setColor(QPalette::HighlightedText, ink);
    }
};

base::Result<void> writeText(const QString &path, const QByteArray &text)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return base::localError(file.errorString());
}

constexpr int ManyRows = 2000;

QHBoxLayout *padded()
{
    auto *layout = new QHBoxLayout;
    layout->setSpacing(metrics::Grid * 2);
    layout->setContentsMargins(metrics::CardPadding, metrics::Grid, metrics::CardPadding,
                               metrics::Grid);
    return layout;
}

} // namespace

RulePages::RulePages(QWidget *parent)
    : QWidget(parent)
    , m_model(new RuleModel(this))
    , m_matrix(new MatrixModel(this))
    , m_table(makeRuleTable(m_model, u"rules"_s, tr("Rules")))
    , m_matrixView(makeRuleTable(m_matrix, u"ruleMatrix"_s, tr("Roles and databases")))
    , m_editor(new RuleEditor)
    , m_chips(new ChipBar)
    , m_stack(new QStackedWidget)
    , m_notice(new PlainLabel)
    , m_textNote(new PlainLabel)
    , m_matrixNote(new PlainLabel)
    , m_revert(new QPushButton(tr("Re&vert")))
    , m_pause(new QTimer(this))
{
    buildTable();
    m_stack->addWidget(m_table);
    m_stack->addWidget(buildText());
    m_stack->addWidget(buildMatrix());
    auto *card = new Card(this);
    m_chips->setObjectName(u"rulePages"_s);
    m_chips->setChips({{u"table"_s, tr("Rules"), {}},
                       {u"text"_s, tr("Text"), {}},
                       {u"matrix"_s, tr("Matrix"), {}}});
    m_chips->setCurrent(u"table"_s);
    m_notice->setObjectName(u"rulesNotice"_s);
    card->head()->addWidget(m_chips);
    card->head()->addSpacing(metrics::Grid * 2);
    card->head()->addWidget(m_notice, 1);
    card->body()->addWidget(m_stack);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    m_pause->setSingleShot(true);
    m_pause->setInterval(150ms);
    connect(m_pause, &QTimer::timeout, this, &RulePages::textEdited);
    connect(m_editor, &RuleEditor::textChanged, this, [this] {
        if (m_editor->isEdited())
            m_pause->start();
    });
    connect(m_chips, &ChipBar::chosen, this, &RulePages::showPage);
}

void RulePages::buildTable()
{
    m_table->setItemDelegate(new RuleDelegate({.mark = RuleModel::FindingsColumn,
                                               .first = RuleModel::LineColumn,
                                               .last = RuleModel::OptionsColumn},
                                              m_table));
    const int widths[] = {44, 110, 70, 112, 112, 118, 128, 108, 132, 320};
    for (int column = 0; column < RuleModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, widths[column]);
    m_table->setColumnHidden(RuleModel::FileColumn, true);
}

QWidget *RulePages::buildText()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_editor, 1);
    QHBoxLayout *strip = padded();
    m_textNote->setObjectName(u"ruleTextNote"_s);
    m_textNote->setMuted(true);
    auto *copy = new QPushButton(tr("&Copy"));
    copy->setObjectName(u"copyRuleText"_s);
    auto *saveAs = new QPushButton(tr("&Save As…"));
    saveAs->setObjectName(u"saveRuleText"_s);
    m_revert->setObjectName(u"revertRuleText"_s);
    strip->addWidget(m_textNote, 1);
    for (QPushButton *button : {m_revert, copy, saveAs})
        strip->addWidget(button);
    layout->addLayout(strip);
    connect(m_revert, &QPushButton::clicked, this, &RulePages::revert);
    connect(saveAs, &QPushButton::clicked, this, &RulePages::save);
    connect(copy, &QPushButton::clicked, this,
            [this, copy] { copyWithFeedback(QString::fromStdString(m_editor->text()), copy); });
    return page;
}

QWidget *RulePages::buildMatrix()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_matrixView, 1);
    QHBoxLayout *strip = padded();
    m_matrixNote->setObjectName(u"matrixNote"_s);
    m_matrixNote->setMuted(true);
    strip->addWidget(m_matrixNote);
    layout->addLayout(strip);
    m_matrixView->setItemDelegate(new MatrixDelegate(m_matrixView));
    m_matrixView->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_matrixView->setAllColumnsShowFocus(false);
    connect(m_matrixView, &QTreeView::activated, this, [this](const QModelIndex &index) {
        emit clientChosen(m_matrix->clientAt(index.row(), index.column()));
    });
    return page;
}

void RulePages::setText(const RuleText &text)
{
    m_text = text;
    m_textStale = true;
    QStringList notes;
    if (text.onDisk)
        notes.append(tr("What you change is tried at once; the file stays as it is."));
    else
        notes.append(tr("What you change is tried at once; nothing is written to the server."));
    if (text.rebuilt)
        notes.append(tr("Made from the server’s view, which has no comments and no quotes."));
    if (text.masked)
        notes.append(tr("Secrets are shown, copied and saved as asterisks."));
    m_textNote->setText(notes.join(u' '));
    m_pause->stop();
    showPage(m_chips->current());
}

void RulePages::setBook(const RuleBookPtr &book)
{
    m_book = book;
    m_model->setBook(book);
    m_table->setColumnHidden(RuleModel::FileColumn, !book || book->hba.files.size() < 2);
    if (m_model->rowCount() > ManyRows) // to lay them out takes its time
        QTimer::singleShot(1ms, this, &RulePages::fitColumns);
    else
        fitColumns();
    m_chips->setChips({{u"table"_s, tr("Rules"), m_model->rowCount()},
                       {u"text"_s, tr("Text"), {}},
                       {u"matrix"_s, tr("Matrix"), {}}});
    m_revert->setEnabled(book && book->edited);
}

// As wide as what is to be seen of them, within reason.
void RulePages::fitColumns()
{
    const QAbstractItemView *view = m_table;
    for (const int column : {RuleModel::DatabasesColumn, RuleModel::UsersColumn,
                             RuleModel::AddressColumn, RuleModel::OptionsColumn}) {
        const int room = column == RuleModel::OptionsColumn ? 150 : 210;
        m_table->setColumnWidth(column, std::clamp(view->sizeHintForColumn(column) + 8, 96, room));
    }
}

void RulePages::setOutcome(const std::optional<HbaOutcome> &outcome, const HbaClient &client)
{
    m_outcome = outcome;
    m_model->setOutcome(outcome, client);
    showDecision();
}

void RulePages::showDecision()
{
    const HbaRule *rule =
        m_book && m_outcome && m_outcome->rule ? &m_book->hba.rules[*m_outcome->rule] : nullptr;
    if (rule)
        m_table->scrollTo(m_model->index(int(*m_outcome->rule), RuleModel::LineColumn));
    if (!m_textStale)
        m_editor->setDecidingLine(rule && rule->file == 0 ? rule->line : 0,
                                  rule && m_outcome->result == HbaResult::Reject);
}

void RulePages::setWorld(const RuleWorldPtr &world, const HbaClient &like)
{
    m_world = world;
    m_like = like;
    m_matrixStale = true;
    showPage(m_chips->current());
}

// A long text and a large matrix are made when they are looked at.
void RulePages::showPage(const QString &id)
{
    if (id == "text"_L1 && m_textStale) {
        m_textStale = false;
        m_editor->setText(m_text.text);
        showDecision();
    } else if (id == "matrix"_L1 && m_matrixStale) {
        fillMatrix();
    }
    m_stack->setCurrentIndex(id == "text"_L1 ? 1 : id == "matrix"_L1 ? 2 : 0);
}

void RulePages::fillMatrix()
{
    m_matrixStale = false;
    m_matrix->setSubject(m_book, m_world, m_like);
    const int widths[] = {180, 180, 170, 170, 170, 210};
    for (int column = 0; column < m_matrix->columnCount(); ++column)
        m_matrixView->setColumnWidth(column, widths[column]);
    const qsizetype roles = qsizetype(m_world->roles.size()),
                    databases = qsizetype(m_world->databases.size());
    const QString shown = m_world->fromServer
                              ? tr("Roles that can log in: %1 of %2; databases: %3 of %4.")
                              : tr("Names in the rules: roles %1 of %2, databases %3 of %4.");
    const QString encryption = m_like.tls   ? tr("Over the network with TLS.")
                               : m_like.gss ? tr("Over the network with GSSAPI encryption.")
                                            : tr("Over the network without encryption.");
    m_matrixNote->setText(
        shown.arg(QString::number(std::min(roles, qsizetype(MatrixModel::MostRoles))),
                  QString::number(roles),
                  QString::number(std::min(databases, qsizetype(MatrixModel::MostDatabases))),
                  QString::number(databases)) +
        u' ' + encryption + u' ' + tr("Enter on a cell asks why."));
}

void RulePages::setNotice(const QString &text, Severity severity)
{
    m_notice->setText(text);
    m_notice->setMuted(severity == Severity::None);
    m_notice->setSeverity(severity);
}

std::optional<std::string> RulePages::edited() const
{
    if (m_textStale || !m_editor->isEdited())
        return std::nullopt;
    return m_editor->text();
}

void RulePages::goTo(int file, int line)
{
    const int row = m_model->rowOf(file, line);
    if (row >= 0) {
        const QModelIndex index = m_model->index(row, RuleModel::LineColumn);
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
    }
    if (file == 0 && !m_textStale)
        m_editor->goToLine(line);
}

void RulePages::revert()
{
    m_editor->setText(m_text.text);
    m_pause->stop();
    emit textEdited();
}

void RulePages::save()
{
    auto *dialog = new QFileDialog(this, tr("Save Rules As"));
    dialog->setObjectName(u"saveRules"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(u"pg_hba.conf"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QtConcurrent::run(writeText, path, QByteArray::fromStdString(m_editor->text()))
            .then(this, [this](const base::Result<void> &saved) {
                emit failed(saved ? QString() : saved.error().message);
            });
    });
    dialog->open();
}

} // namespace ui
