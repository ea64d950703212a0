// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/importdialog.h"

#include "access/accesstext.h"
#include "access/celldelegate.h"
#include "access/importmodel.h"
#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QFuture>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QtConcurrentRun>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

ImportDialog::ImportDialog(const QList<Profile> &existing, const QString &home, QWidget *parent)
    : QDialog(parent)
    , m_existing(existing)
    , m_model(new ImportModel(this))
    , m_files(new PlainLabel(this))
{
    setObjectName("importDialog"_L1);
    setWindowTitle(tr("Import connections"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::Edge, metrics::Edge, metrics::Edge, metrics::Edge);
    layout->setSpacing(metrics::CardGap);
    m_files->setObjectName("files"_L1);
    m_files->setWordWrap(true);
    m_files->setText(tr("Looking for files …"));
    layout->addWidget(m_files);
    makeTable();
    makeDetail();
    makeButtons();
    resize(960, 600);
    QtConcurrent::run([home] {
        return standardImportFiles(home);
    }).then(this, [this](const QStringList &paths) { read(paths); });
}

void ImportDialog::makeTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName("entries"_L1);
    m_table->setAccessibleName(tr("Connections found"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setItemDelegate(new CellDelegate(m_table));
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metrics::RowHeight);
    QHeaderView *head = m_table->horizontalHeader();
    head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    head->setHighlightSections(false);
    head->setStretchLastSection(true);
    head->setMinimumSectionSize(48);
    head->resizeSection(ImportModel::IgnoredColumn, 48);
    constexpr std::array Widths{180, 250, 135, 75, 210};
    for (int column = 0; column < int(Widths.size()); ++column)
        head->resizeSection(column, Widths[size_t(column)]);
    layout()->addWidget(m_table);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ImportDialog::showEntry);
    connect(m_model, &ImportModel::dataChanged, this, &ImportDialog::showCount);
}

void ImportDialog::makeDetail()
{
    m_state = new PlainLabel(this);
    m_state->setObjectName("entryState"_L1);
    m_state->setWordWrap(true);
    m_state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_state->setFixedHeight(2 * fontMetrics().lineSpacing()); // of the longest sentence
    layout()->addWidget(m_state);
    m_password = new QComboBox(this);
    m_password->setObjectName("passwordChoice"_L1);
    m_password->setAccessibleName(tr("Password of the selected connection"));
    m_notes = new QPlainTextEdit(this);
    m_notes->setObjectName("notes"_L1);
    m_notes->setAccessibleName(tr("What is ignored, and what is wrong with the files"));
    m_notes->setProperty("framed", true);
    m_notes->setReadOnly(true);
    m_notes->setTabChangesFocus(true);
    m_notes->setMaximumHeight(130);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(metrics::CardGap);
    form->setVerticalSpacing(metrics::Grid * 2);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Its &password"), m_password);
    form->addRow(tr("Left out"), m_notes);
    static_cast<QVBoxLayout *>(layout())->addLayout(form);
    connect(m_password, &QComboBox::activated, this, &ImportDialog::setChoice);
}

void ImportDialog::makeButtons()
{
    auto *choose = new QPushButton(tr("&Other file …"), this);
    choose->setObjectName("chooseFile"_L1);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName("cancel"_L1);
    m_import = new QPushButton(this);
    m_import->setObjectName("import"_L1);
    m_import->setProperty("kind", u"primary"_s);
    m_import->setDefault(true);
    for (QPushButton *button : {choose, cancel})
        button->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addWidget(choose);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_import);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    connect(choose, &QPushButton::clicked, this, &ImportDialog::chooseFiles);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_import, &QPushButton::clicked, this, &ImportDialog::import);
    showCount();
}

void ImportDialog::addFiles(const QStringList &paths)
{
    read(paths);
}

void ImportDialog::read(const QStringList &paths)
{
    const auto readAll = [paths] {
        QList<ImportSource> sources;
        for (const QString &path : paths)
            sources.append(readImportSource(path));
        return sources;
    };
    QtConcurrent::run(readAll).then(
        this, [this](const QList<ImportSource> &sources) { takeSources(sources); });
}

void ImportDialog::takeSources(const QList<ImportSource> &sources)
{
    for (const ImportSource &source : sources) {
        m_sources.removeIf([&](const ImportSource &each) { return each.path == source.path; });
        m_sources.append(source);
    }
    const ImportPreview preview = previewImport(m_sources, m_existing);
    m_model->setPreview(preview);
    QStringList notes;
    for (const ImportNote &note : preview.notes)
        notes.append(noteText(note));
    m_fileNotes = notes.join(u'\n');
    showFiles();
    showCount();
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    showEntry();
}

void ImportDialog::showFiles()
{
    if (m_sources.isEmpty()) {
        m_files->setText(tr("Your home folder has no .pgpass, .pg_service.conf or pgAdmin "
                            "servers.json. Choose a file to import from."));
        return;
    }
    QStringList names;
    for (const ImportSource &source : m_sources)
        names.append(base::visibleText(shortPath(source.path)));
    m_files->setVisibleText(
        tr("Read from %1. Nothing is saved before you press Import.").arg(names.join(", "_L1)));
}

int ImportDialog::currentRow() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.row() : -1;
}

void ImportDialog::showEntry()
{
    const int row = currentRow();
    m_password->clear();
    m_password->setEnabled(row >= 0);
    QStringList lines;
    m_state->setText(row < 0 ? tr("Nothing is selected.") : QString());
    if (row >= 0) {
        const ImportEntry &entry = m_model->entry(row);
        m_state->setVisibleText(ImportModel::stateExplanation(entry));
        for (const IgnoredKey &key : entry.ignored)
            lines.append(ignoredText(key));
        const auto offer = [&](ImportPassword choice) {
            m_password->addItem(ImportModel::choiceText(entry, choice), int(choice));
        };
        offer(ImportPassword::Ask);
        if (entry.passFile)
            offer(ImportPassword::FromPassFile);
        if (!entry.password.isEmpty())
            offer(ImportPassword::ToKeyring);
        m_password->setCurrentIndex(m_password->findData(int(m_model->choice(row))));
    }
    if (!m_fileNotes.isEmpty())
        lines.append(m_fileNotes);
    m_notes->setPlainText(lines.isEmpty() ? tr("Nothing is left out.") : lines.join(u'\n'));
}

void ImportDialog::setChoice(int index)
{
    if (const int row = currentRow(); row >= 0 && index >= 0)
        m_model->setChoice(row, ImportPassword(m_password->itemData(index).toInt()));
}

void ImportDialog::showCount()
{
    const int count = m_model->checkedCount();
    m_import->setEnabled(count > 0);
    m_import->setText(count == 0   ? tr("Import")
                      : count == 1 ? tr("Import one connection")
                                   : tr("Import %1 connections").arg(count));
}

void ImportDialog::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("Choose files to import from"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setFilter(QDir::Files | QDir::Hidden);
    connect(dialog, &QFileDialog::filesSelected, this, &ImportDialog::addFiles);
    dialog->open();
}

void ImportDialog::import()
{
    QList<ImportedConnection> out;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (!m_model->isChecked(row))
            continue;
        const ImportEntry &entry = m_model->entry(row);
        const bool toKeyring = m_model->choice(row) == ImportPassword::ToKeyring;
        out.append({importedProfile(entry, m_model->choice(row)),
                    toKeyring ? entry.password : base::Secret()});
    }
    accept();
    emit importRequested(out);
}

} // namespace ui
