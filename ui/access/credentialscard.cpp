// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/credentialscard.h"

#include "access/candidatelist.h"
#include "access/candidatemodel.h"
#include "access/candidatetext.h"
#include "activity/tablenotice.h"
#include "base/plaintext.h"
#include "widgets/card.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int MostTroubles = 4;

QString briefly(const QStringList &sentences)
{
    QStringList shown = sentences.first(std::min(sentences.size(), qsizetype(MostTroubles)));
    if (sentences.size() > MostTroubles)
        shown.append(
            CredentialsCard::tr("and %n more", nullptr, int(sentences.size()) - MostTroubles));
    return shown.join(u'\n');
}

} // namespace

CredentialsCard::CredentialsCard(CandidateModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_empty(new EmptyState)
    , m_list(new CandidateList(model))
    , m_troubles(new PlainLabel)
    , m_consent(new QPushButton(tr("Read Them Too")))
{
    auto *card = new Card;
    buildHead(card);
    m_empty->setObjectName(u"credentialsEmpty"_s);
    m_empty->setState(tr("There is nothing to try yet."),
                      tr("Drop a project's folder, a .env or a compose file here, or choose a "
                         "server at the left."),
                      tr("Open Files…"));
    m_troubles->setObjectName(u"sourceTroubles"_s);
    m_troubles->setWordWrap(true);
    m_troubles->setFont(smallFont(font()));
    m_troubles->setSeverity(Severity::Warning);
    m_troubles->setContentsMargins(metrics::CardPadding, 8, metrics::CardPadding, 4);
    m_consent->setObjectName(u"consent"_s);
    m_consent->setProperty("kind", u"link"_s);
    card->body()->addWidget(m_empty, 1);
    card->body()->addWidget(m_list, 1);
    card->body()->addWidget(m_troubles);
    card->body()->addWidget(m_consent);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    connect(m_empty, &EmptyState::buttonClicked, this, &CredentialsCard::chooseFiles);
    connect(m_consent, &QPushButton::clicked, this, &CredentialsCard::consentGiven);
    connect(&model, &QAbstractItemModel::modelReset, this, &CredentialsCard::refresh);
    showFound({});
    refresh();
}

void CredentialsCard::buildHead(Card *card)
{
    auto *title = new PlainLabel(tr("Credentials"));
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    auto *menu = new QMenu(this);
    const QAction *files = menu->addAction(tr("Open Files…"));
    const QAction *folder = menu->addAction(tr("Open a Folder…"));
    QAction *scan =
        menu->addAction(tr("Scan This Folder: %1").arg(base::visibleText(QDir::currentPath(), 60)));
    m_environment = menu->addAction(QString());
    scan->setObjectName(u"scanFolder"_s);
    m_environment->setObjectName(u"useEnvironment"_s);
    auto *open = new QPushButton(tr("Open"));
    open->setObjectName(u"openSources"_s);
    open->setAccessibleName(tr("Open files or a folder with credentials"));
    open->setProperty("menu", true);
    open->setMenu(menu);
    card->head()->addWidget(title);
    card->head()->addStretch(1);
    card->head()->addWidget(open);
    connect(files, &QAction::triggered, this, &CredentialsCard::chooseFiles);
    connect(folder, &QAction::triggered, this, &CredentialsCard::chooseFolder);
    connect(scan, &QAction::triggered, this, [this] { emit sourcesChosen({QDir::currentPath()}); });
    connect(m_environment, &QAction::triggered, this, &CredentialsCard::environmentWanted);
    setEnvironmentCount(0);
}

void CredentialsCard::setEnvironmentCount(int count)
{
    m_environment->setVisible(count > 0);
    m_environment->setText(tr("Use the PG* Variables of the Environment (%1)").arg(count));
}

void CredentialsCard::showReading()
{
    m_troubles->setText(tr("Reading…"));
    m_troubles->setSeverity(Severity::None);
    m_troubles->show();
}

void CredentialsCard::showFound(const pgaccess::Candidates &found)
{
    QStringList troubles = CandidateText::troubles(found);
    for (const QString &file : found.needConsent)
        troubles.append(tr("%1 is named by a compose file and was not read.")
                            .arg(base::visibleText(file, 120)));
    m_troubles->setText(briefly(troubles));
    m_troubles->setToolTip(plainToolTip(troubles.join(u'\n')));
    m_troubles->setSeverity(Severity::Warning);
    m_troubles->setVisible(!troubles.isEmpty());
    m_consent->setVisible(!found.needConsent.isEmpty());
}

void CredentialsCard::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("Files with credentials"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setFilter(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    connect(dialog, &QFileDialog::filesSelected, this, &CredentialsCard::sourcesChosen);
    dialog->open();
}

void CredentialsCard::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("A project's folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::filesSelected, this, &CredentialsCard::sourcesChosen);
    dialog->open();
}

void CredentialsCard::refresh()
{
    m_empty->setVisible(m_model.rowCount() == 0);
    m_list->setVisible(m_model.rowCount() > 0);
}

} // namespace ui
