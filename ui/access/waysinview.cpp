// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/waysinview.h"

#include "access/candidatetext.h"
#include "access/secretclipboard.h"
#include "base/plaintext.h"
#include "widgets/chipbar.h"
#include "widgets/copyfeedback.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using pgaccess::WayIn;

QString versionText(int number)
{
    return u"%1.%2"_s.arg(QString::number(number / 10000), QString::number(number % 10000));
}

QPlainTextEdit *makeText()
{
    auto *text = new QPlainTextEdit;
    text->setObjectName(u"wayInText"_s);
    text->setAccessibleName(WaysInView::tr("The connection in this form"));
    text->setReadOnly(true);
    text->setTextInteractionFlags(Qt::NoTextInteraction); // copied by the button alone
    text->setProperty("framed", true);
    text->setFont(monoFont(text->font()));
    text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    text->setMinimumHeight(56);
    return text;
}

QPushButton *makeButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAutoDefault(false);
    return button;
}

} // namespace

WaysInView::WaysInView(QWidget *parent)
    : QWidget(parent)
    , m_title(new PlainLabel)
    , m_forms(new ChipBar)
    , m_text(makeText())
    , m_note(new PlainLabel)
    , m_reveal(makeButton(u"revealPassword"_s, tr("Show Password")))
    , m_copy(makeButton(u"copyWayIn"_s, tr("Copy")))
    , m_save(makeButton(u"saveProfile"_s, tr("Save as Connection")))
    , m_connect(makeButton(u"connectWayIn"_s, tr("Connect")))
    , m_clipboard(new SecretClipboard(this))
{
    setObjectName(u"waysIn"_s);
    m_title->setObjectName(u"wayInTitle"_s);
    m_forms->setObjectName(u"wayInForms"_s);
    m_note->setFont(smallFont(font()));
    m_note->setMuted(true);
    m_reveal->setCheckable(true);
    m_connect->setProperty("kind", u"primary"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::CardPadding, 10, metrics::CardPadding, 8);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_forms);
    column->addWidget(m_text, 1);
    buildButtons();
    connect(m_forms, &ChipBar::chosen, this, &WaysInView::showText);
    connect(m_reveal, &QPushButton::toggled, this, &WaysInView::showText);
    connect(m_copy, &QPushButton::clicked, this, &WaysInView::copy);
    connect(m_save, &QPushButton::clicked, this, &WaysInView::saveRequested);
    connect(m_connect, &QPushButton::clicked, this, &WaysInView::connectRequested);
}

void WaysInView::buildButtons()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_copy);
    row->addWidget(m_reveal);
    row->addWidget(m_note, 1);
    row->addWidget(m_save);
    row->addWidget(m_connect);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

void WaysInView::showWay(const JudgedAttempt &judged, const AccessCandidate &candidate,
                         const pg::ConnectionSpec &spec)
{
    const bool same = m_shown == candidate.number && m_spec == spec;
    m_shown = candidate.number;
    m_spec = spec;
    m_password = candidate.candidate.password;
    m_service = candidate.candidate.service;
    const pgaccess::Attempt &attempt = judged.attempt;
    const QString tls = attempt.tlsVersion.isEmpty() ? tr("not encrypted") : attempt.tlsVersion;
    m_title->setText(tr("Connected to PostgreSQL %1 at %2 (%3), as “%4” in database “%5”.")
                         .arg(versionText(attempt.serverVersion), CandidateText::address(attempt),
                              tls, base::visibleText(attempt.observation.user, 80),
                              base::visibleText(attempt.observation.database, 80)));
    m_save->setVisible(candidate.profile.isEmpty());
    if (!same)
        m_reveal->setChecked(false);
    std::vector<Chip> chips;
    for (int way = 0; way < pgaccess::WayInCount; ++way) {
        if (!pgaccess::wayInText(WayIn(way), facts(true)).isEmpty())
            chips.push_back({QString::number(way), CandidateText::wayIn(WayIn(way)), {}});
    }
    m_forms->setChips(chips);
    if (m_forms->current().isEmpty())
        m_forms->setCurrent(u"0"_s);
    showText();
}

pgaccess::WayInFacts WaysInView::facts(bool masked) const
{
    pgaccess::WayInFacts out{.spec = m_spec, .composeService = m_service};
    if (!m_password.isEmpty())
        out.password = pgaccess::WayInPassword{
            .text = masked ? QString() : QString::fromUtf8(m_password.view()), .masked = masked};
    return out;
}

void WaysInView::showText()
{
    const auto way = WayIn(m_forms->current().toInt());
    const bool revealed = m_reveal->isChecked();
    const QString text = pgaccess::wayInText(way, facts(!revealed));
    m_text->setPlainText(text);
    const bool holds = !m_password.isEmpty() && way != WayIn::DockerCompose;
    m_reveal->setVisible(holds);
    m_reveal->setText(revealed ? tr("Hide Password") : tr("Show Password"));
    m_note->setText(holds ? tr("Copies the password too; the clipboard forgets it after 30 s.")
                          : QString());
}

void WaysInView::copy()
{
    const auto way = WayIn(m_forms->current().toInt());
    const QString text = pgaccess::wayInText(way, facts(false));
    copyWithFeedback(m_password.isEmpty() ? text : QString(), m_copy);
    if (!m_password.isEmpty())
        m_clipboard->copy(text);
}

} // namespace ui
