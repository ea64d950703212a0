// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/evidencerow.h"

#include "base/plaintext.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QString shortName(const QString &path)
{
    return base::visibleText(QFileInfo(path).fileName(), 24);
}

} // namespace

EvidenceRow::EvidenceRow(QWidget *parent)
    : QWidget(parent)
    , m_log(makeFileButton(u"serverLog"_s, &EvidenceRow::chooseLog))
    , m_rules(makeFileButton(u"ruleFiles"_s, &EvidenceRow::chooseRules))
    , m_admin(new QComboBox)
{
    buildAdmins();
    auto *label = new PlainLabel(tr("Evidence"));
    label->setMuted(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::CardPadding, 6, metrics::CardPadding, 2);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(m_log);
    row->addWidget(m_rules);
    row->addWidget(m_admin);
    row->addStretch(1);
    setAdmins({});
    refresh();
}

void EvidenceRow::buildAdmins()
{
    m_admin->setObjectName(u"adminConnection"_s);
    m_admin->setAccessibleName(tr("A second connection that may read roles, rules and limits"));
    m_admin->setToolTip(
        tr("A connection with more rights to the same server can prove the cause: it reads the "
           "role, the database, the rules, the limits and the log. Servers that this window is "
           "connected to are asked in any case."));
    m_admin->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_admin->setMinimumContentsLength(16);
    connect(m_admin, &QComboBox::currentIndexChanged, this, &EvidenceRow::changed);
}

// A menu on the button, as soon as there is something to leave out.
QPushButton *EvidenceRow::makeFileButton(const QString &name, void (EvidenceRow::*choose)())
{
    auto *button = new QPushButton;
    button->setObjectName(name);
    auto *menu = new QMenu(button);
    const QAction *another = menu->addAction(tr("Choose Another…"));
    QAction *none = menu->addAction(tr("Leave It Out"));
    none->setObjectName(name + u"-none"_s);
    connect(button, &QPushButton::clicked, this, choose);
    connect(another, &QAction::triggered, this, choose);
    connect(none, &QAction::triggered, this, [this, button] {
        setFiles(button == m_log ? pgaccess::EvidenceFiles{{}, m_files.hba, m_files.ident}
                                 : pgaccess::EvidenceFiles{m_files.log, {}, {}});
    });
    return button;
}

void EvidenceRow::setAdmins(const QList<std::pair<QString, QString>> &admins)
{
    if (admins == m_admins && m_admin->count() > 0)
        return;
    m_admins = admins;
    const QString before = admin();
    const QSignalBlocker blocker(m_admin);
    m_admin->clear();
    m_admin->addItem(tr("No other connection"), QString());
    for (const auto &[id, name] : admins)
        m_admin->addItem(tr("With %1").arg(base::visibleText(name, 60)), id);
    m_admin->setCurrentIndex(std::max(0, m_admin->findData(before)));
    m_admin->setVisible(!admins.isEmpty());
}

QString EvidenceRow::admin() const
{
    return m_admin->currentData().toString();
}

void EvidenceRow::add(const pgaccess::EvidenceFiles &files)
{
    pgaccess::EvidenceFiles all = m_files;
    all.take(files);
    setFiles(all);
}

void EvidenceRow::setFiles(const pgaccess::EvidenceFiles &files)
{
    m_files = files;
    refresh();
    emit changed();
}

void EvidenceRow::chooseLog()
{
    auto *dialog = new QFileDialog(this, tr("The server's log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &path) { add({.log = path}); });
    dialog->open();
}

void EvidenceRow::chooseRules()
{
    auto *dialog = new QFileDialog(this, tr("pg_hba.conf, and pg_ident.conf if there are maps"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &EvidenceRow::takeRules);
    dialog->open();
}

// What somebody chooses here are rules, whatever the file is called.
void EvidenceRow::takeRules(const QStringList &paths)
{
    pgaccess::EvidenceFiles files;
    for (const QString &path : paths) {
        const bool ident = QFileInfo(path).fileName().contains("ident"_L1, Qt::CaseInsensitive);
        (ident ? files.ident : files.hba) = path;
    }
    add(files);
}

void EvidenceRow::refresh()
{
    const auto place = [](QPushButton *button, bool given) {
        button->setProperty("menu", given);
        button->setMenu(given ? button->findChild<QMenu *>() : nullptr);
    };
    const bool hasLog = !m_files.log.isEmpty();
    m_log->setText(hasLog ? tr("Log: %1").arg(shortName(m_files.log)) : tr("Server Log…"));
    m_log->setToolTip(hasLog ? plainToolTip(m_files.log)
                             : tr("The server's log says what the server keeps from clients."));
    place(m_log, hasLog);
    const QString rules = m_files.hba.isEmpty() ? m_files.ident : m_files.hba;
    const QString both = m_files.hba + u'\n' + m_files.ident;
    m_rules->setText(rules.isEmpty() ? tr("pg_hba.conf…") : tr("Rules: %1").arg(shortName(rules)));
    m_rules->setToolTip(rules.isEmpty()
                            ? tr("The server's pg_hba.conf names the line that a login meets; "
                                 "pg_ident.conf the maps.")
                            : plainToolTip(both.trimmed()));
    place(m_rules, !rules.isEmpty());
}

} // namespace ui
