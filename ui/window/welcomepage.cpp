// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/welcomepage.h"

#include "widgets/card.h"
#include "widgets/fonts.h"
#include "widgets/icons.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

struct Way
{
    QString name;
    QString icon;
    QString text;
    QString button;
};

PlainLabel *wrapped(const QString &text, bool muted)
{
    auto *label = new PlainLabel(text);
    label->setWordWrap(true);
    label->setMuted(muted);
    return label;
}

class IconView final : public QWidget
{
public:
    explicit IconView(const QString &name)
        : m_icon(icon(name))
    {
        setFixedSize(22, 22);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        m_icon.paint(&painter, rect());
    }

private:
    QIcon m_icon;
};

QPushButton *addWay(Card *card, const Way &way, bool first)
{
    auto *button = new QPushButton(way.button);
    button->setObjectName(way.name);
    button->setMinimumWidth(190);
    if (first)
        button->setProperty("kind", u"primary"_s);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::Edge, 14, metrics::Edge, 14);
    row->setSpacing(metrics::Edge);
    row->addWidget(new IconView(way.icon));
    row->addWidget(wrapped(way.text, false), 1);
    row->addWidget(button);
    card->body()->addLayout(row);
    return button;
}

} // namespace

WelcomePage::WelcomePage(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"welcomePage"_s);
    auto *card = new Card;
    const QPushButton *add = addWay(
        card,
        {u"welcomeAdd"_s, u"list-add"_s,
         tr("Name a server by host, user and database, or paste a connection string or URI."),
         tr("Add a Connection…")},
        true);
    const QPushButton *import =
        addWay(card,
               {u"welcomeImport"_s, u"document-import"_s,
                tr("Take over what this machine already has: pg_service.conf, .pgpass, pgAdmin's "
                   "servers.json. You see it all before anything is kept."),
                tr("Import…")},
               false);
    const QPushButton *why =
        addWay(card,
               {u"welcomeWhy"_s, u"network-connect"_s,
                tr("Credentials that fail? Drop a project's folder, a .env or a compose file here: "
                   "each is tried, and each refusal explained."),
                tr("Why Can't I Connect?")},
               false);
    const QPushButton *practice = addWay(card,
                                         {u"welcomePractice"_s, u"system-run"_s,
                                          tr("Try it out: a private PostgreSQL on this machine "
                                             "with a staged incident. It is removed "
                                             "when you close it."),
                                          tr("Start a Practice Server")},
                                         false);
    connect(add, &QPushButton::clicked, this, &WelcomePage::addConnection);
    connect(import, &QPushButton::clicked, this, &WelcomePage::importConnections);
    connect(why, &QPushButton::clicked, this, &WelcomePage::whyWanted);
    connect(practice, &QPushButton::clicked, this, &WelcomePage::startPractice);
    layOut(card);
}

void WelcomePage::layOut(Card *card)
{
    auto *title = new PlainLabel(tr("Which server do you look after?"));
    title->setFont(titleFont(font()));
    auto *column = new QWidget;
    column->setMaximumWidth(720);
    auto *inner = new QVBoxLayout(column);
    inner->setSpacing(metrics::CardGap);
    inner->addWidget(title);
    inner->addWidget(
        wrapped(tr("PgVigil shows who is connected, what they run and wait for, and "
                   "what you may stop. It needs a role that can log in; the rights of pg_monitor "
                   "let it see every session."),
                true));
    inner->addWidget(card);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(column, 20);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(3);
}

} // namespace ui
