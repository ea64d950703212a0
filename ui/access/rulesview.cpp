// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rulesview.h"

#include "access/findinglist.h"
#include "access/hbatext.h"
#include "access/rulepages.h"
#include "access/whatifcard.h"
#include "base/plaintext.h"
#include "widgets/copyfeedback.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;
using namespace std::chrono_literals;

namespace {

constexpr int OldestVersion = 13, NewestVersion = 18;
constexpr size_t ManyFindings = 2000;

QString droppedFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    const QString path = urls.size() == 1 ? urls.constFirst().toLocalFile() : QString();
    return path.contains("hba"_L1) ? path : QString();
}

QPushButton *makeButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

} // namespace

RulesView::RulesView(QWidget *parent)
    : QWidget(parent)
    , m_checker(new RuleChecker(this))
    , m_question(new WhatIfCard)
    , m_pages(new RulePages)
    , m_findings(new FindingList)
    , m_stack(new QStackedWidget)
    , m_place(new PlainLabel)
    , m_version(new QComboBox)
    , m_back(makeButton(u"backToServer"_s, tr("&Back to the Server")))
    , m_refresh(makeButton(u"refreshRules"_s, tr("Refres&h")))
    , m_reload(makeButton(u"reloadConfiguration"_s, tr("Re&load Configuration…")))
    , m_problem(new MessageBar)
    , m_copyGrant(m_problem->addButton(u"copyGrant"_s, tr("Copy the &Statements")))
{
    setObjectName(u"rulesView"_s);
    setAcceptDrops(true);
    m_stack->addWidget(buildBody());
    m_stack->addWidget(buildProblem());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid * 2);
    layout->addWidget(buildHead());
    layout->addWidget(m_stack, 1);
    connectParts();
    setServer({});
}

QWidget *RulesView::buildHead()
{
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::Grid * 2);
    m_place->setObjectName(u"rulesPlace"_s);
    m_version->setObjectName(u"rulesVersion"_s);
    m_version->setAccessibleName(tr("The server version that the file is read for"));
    for (int version = NewestVersion; version >= OldestVersion; --version)
        m_version->addItem(tr("as PostgreSQL %1").arg(version), version);
    auto *open = makeButton(u"openRules"_s, tr("&Open File…"));
    row->addWidget(m_place, 1);
    row->addWidget(m_version);
    for (QPushButton *button : {m_back, open, m_refresh, m_reload})
        row->addWidget(button);
    connect(open, &QPushButton::clicked, this, &RulesView::chooseFile);
    return head;
}

QWidget *RulesView::buildBody()
{
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(u"rulesSplitter"_s);
    splitter->setHandleWidth(metrics::CardGap);
    splitter->addWidget(m_pages);
    splitter->addWidget(m_findings);
    splitter->setCollapsible(0, false);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({380, 170});
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::CardGap);
    layout->addWidget(m_question);
    layout->addWidget(splitter, 1);
    return page;
}

QWidget *RulesView::buildProblem()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    connect(m_copyGrant, &QPushButton::clicked, this,
            [this] { copyWithFeedback(m_grant, m_copyGrant); });
    return page;
}

void RulesView::connectParts()
{
    connect(m_checker, &RuleChecker::checked, this, &RulesView::showBook);
    connect(m_checker, &RuleChecker::fileRead, this, &RulesView::showSource);
    connect(m_question, &WhatIfCard::answered, this, &RulesView::answered);
    connect(m_pages, &RulePages::textEdited, this,
            [this] { m_checker->check(m_source, m_pages->edited()); });
    connect(m_pages, &RulePages::clientChosen, m_question, &WhatIfCard::setClient);
    connect(m_pages, &RulePages::failed, this, &RulesView::showFailure);
    connect(m_findings, &FindingList::lineChosen, m_pages, &RulePages::goTo);
    connect(m_back, &QPushButton::clicked, this, &RulesView::closeFile);
    connect(m_refresh, &QPushButton::clicked, this, &RulesView::wantRules);
    connect(m_reload, &QPushButton::clicked, this, &RulesView::reloadRequested);
    connect(m_version, &QComboBox::activated, this, [this] { openFile(m_file); });
}

void RulesView::setServer(const QString &name)
{
    m_server = name;
    m_ofServer.reset();
    m_serverWorld = std::make_shared<const RuleWorld>();
    m_asked = false;
    if (!isFile())
        showSource({});
    if (isVisible() && !name.isEmpty())
        wantRules();
}

void RulesView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_asked && !m_server.isEmpty() && !isFile())
        wantRules();
}

void RulesView::wantRules()
{
    if (isFile()) {
        openFile(m_file);
        return;
    }
    m_asked = true;
    showPlace();
    emit rulesWanted();
}

void RulesView::showServerRules(const RuleSourcePtr &rules, const RuleWorld &world)
{
    m_ofServer = rules;
    m_serverWorld = std::make_shared<const RuleWorld>(world);
    if (!isFile())
        showSource(rules);
}

void RulesView::showProblem(const base::Error &error)
{
    if (isFile())
        return;
    showSource({});
    const bool forbidden = error.sqlState == "42501"_L1;
    m_grant = forbidden ? error.hint : QString();
    m_problem->setTitle(Severity::Critical, forbidden ? tr("This role may not read the rules.")
                                                      : tr("The rules could not be read."));
    base::Error shown = error;
    if (forbidden)
        shown.hint.clear();
    m_problem->setServerWords(serverWords(shown));
    m_problem->setAdvice(
        forbidden ? tr("Have a superuser run these statements, then refresh:\n%1\n\nOr open "
                       "pg_hba.conf as a file.")
                        .arg(base::visibleText(m_grant))
                  : tr("Refresh when the server answers, or open pg_hba.conf as a file."));
    m_copyGrant->setVisible(forbidden);
    m_stack->setCurrentIndex(1);
    showPlace();
}

void RulesView::readAgain()
{
    if (!isFile() && isVisible())
        wantRules();
    else
        m_asked = false;
}

void RulesView::openFile(const QString &path)
{
    if (path.isEmpty())
        return;
    if (!isFile() && m_ofServer)
        m_version->setCurrentIndex(m_version->findData(m_ofServer->text.version));
    m_file = path;
    m_checker->readFile(path.toStdString(), m_version->currentData().toInt());
    placeButtons();
}

void RulesView::ask(const HbaClient &client)
{
    m_question->setClient(client);
}

void RulesView::closeFile()
{
    if (!isFile())
        return;
    m_file.clear();
    showSource(m_ofServer);
    if (!m_asked)
        wantRules();
}

void RulesView::showSource(const RuleSourcePtr &source)
{
    m_source = source;
    m_book.reset();
    m_stack->setCurrentIndex(0);
    m_pages->setText(source ? source->text : RuleText());
    m_checker->check(source ? source : std::make_shared<const RuleSource>());
    placeButtons();
}

void RulesView::showBook(const RuleBookPtr &book)
{
    m_book = m_source ? book : nullptr;
    m_pages->setBook(m_book);
    m_question->setBook(m_book, world());
    placeButtons();
    // Each table takes its time over many rows: keys and clicks come in between, which they do
    // before a timer, not before what is only posted.
    if (m_book && m_book->findings.size() > ManyFindings)
        QTimer::singleShot(2ms, this, [this] { m_findings->setBook(m_book); });
    else
        m_findings->setBook(m_book);
}

void RulesView::answered(const std::optional<HbaOutcome> &outcome, const HbaClient &client)
{
    m_pages->setOutcome(outcome, client);
    m_pages->setWorld(world(), client);
}

RuleWorldPtr RulesView::world() const
{
    const bool known = !isFile() && !m_serverWorld->roles.empty();
    return known || !m_book ? m_serverWorld : RuleWorldPtr(m_book, &m_book->names);
}

void RulesView::placeButtons()
{
    m_version->setVisible(isFile());
    m_back->setVisible(isFile() && !m_server.isEmpty());
    m_refresh->setEnabled(isFile() || !m_server.isEmpty());
    m_reload->setVisible(!isFile());
    m_reload->setEnabled(!m_server.isEmpty());
    showPlace();
    showNotice();
}

void RulesView::showPlace()
{
    if (!m_source) {
        const bool reading = m_asked && m_stack->currentIndex() == 0;
        m_place->setText(m_server.isEmpty() ? tr("Open a pg_hba.conf, or drop one here.")
                         : reading          ? tr("Reading the rules…")
                                            : tr("Rules of %1").arg(base::visibleText(m_server)));
        return;
    }
    const QString path = HbaText::name(m_source->text.path);
    const QString server = base::visibleText(m_server);
    if (isFile())
        m_place->setText(tr("File %1").arg(path));
    else if (path.isEmpty())
        m_place->setText(tr("Rules of %1").arg(server));
    else
        m_place->setText(tr("Rules of %1 · %2").arg(server, path));
}

void RulesView::showNotice()
{
    QStringList notes;
    Severity severity = Severity::None;
    if (m_source && !m_source->problem.empty()) {
        notes.append(tr("The file cannot be read: %1.").arg(HbaText::name(m_source->problem)));
        severity = Severity::Critical;
    } else if (m_book && m_book->hba.isRejected()) {
        const auto errors = std::ranges::count_if(
            m_book->hba.rules, [](const HbaRule &rule) { return !rule.error.empty(); });
        notes.append(tr("A server would not load this file (lines with errors: %1): what was "
                        "loaded last stays in force.")
                         .arg(errors));
        severity = Severity::Critical;
    }
    if (m_book && m_book->edited)
        notes.prepend(tr("Edited, and tried here only."));
    if (m_source && m_source->ident.problem.size() && !m_source->text.identPath.empty())
        notes.append(
            tr("Ident maps are not checked: %1.").arg(HbaText::name(m_source->ident.problem)));
    m_pages->setNotice(notes.join(u' '), severity);
}

void RulesView::showFailure(const QString &reason)
{
    m_pages->setNotice(base::visibleText(reason), Severity::Critical);
}

void RulesView::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open pg_hba.conf"));
    dialog->setObjectName(u"openRulesDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &RulesView::openFile);
    dialog->open();
}

void RulesView::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void RulesView::dropEvent(QDropEvent *event)
{
    openFile(droppedFile(event->mimeData()));
    event->acceptProposedAction();
}

QString RulesView::helpText()
{
    return tr(
        "Rules shows pg_hba.conf as the server would load it now, or a file that you open or "
        "drop. The server tries the lines from the top; the first that fits a client decides, "
        "and there is no second chance. Type who comes, from where and for which database: "
        "the table marks the line that decides, says of each line before why it does not "
        "fit, and what the lines after it would have done. Findings are lines that are never "
        "reached, let people in without a password, or forget IPv6.\n\nText can be edited to "
        "try a change; nothing is written to the server. Matrix shows the method that each "
        "role meets on its way to each database. Reload Configuration has the server read "
        "its files again and shows when that took effect.");
}

} // namespace ui
