// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/whatifform.h"

#include "access/hbatext.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>
#include <ranges>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

constexpr int MostChoices = 1000;

void setChoices(QComboBox *box, const QStringList &choices)
{
    const QSignalBlocker quiet(box);
    const QString text = box->currentText();
    box->clear();
    box->addItems(choices);
    box->setEditText(text);
}

QStringList texts(const std::vector<std::string> &names)
{
    QStringList out;
    for (const std::string &name : names | std::views::take(MostChoices))
        out.append(QString::fromStdString(name));
    return out;
}

} // namespace

WhatIfForm::WhatIfForm(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid * 2);
    m_from = addBox(layout, u"whatIfFrom"_s, tr("&From"), 3);
    m_encryption = addBox(layout, u"whatIfEncryption"_s, tr("&Encryption"), 2);
    m_user = addBox(layout, u"whatIfUser"_s, tr("&User"), 3);
    m_memberOf = new QLineEdit;
    m_memberOf->setObjectName(u"whatIfMemberOf"_s);
    m_memberOf->setPlaceholderText(tr("roles, with commas"));
    addField(layout, m_memberOf, tr("Member &of"), 3);
    m_database = addBox(layout, u"whatIfDatabase"_s, tr("&Database"), 3);
    m_purpose = addBox(layout, u"whatIfPurpose"_s, tr("&Purpose"), 2);
    m_encryption->setEditable(false);
    m_encryption->addItems({tr("none"), tr("TLS"), tr("GSSAPI")});
    m_purpose->setEditable(false);
    m_purpose->addItems({tr("session"), tr("physical replication"), tr("logical replication")});
    m_from->setCompleter(nullptr);
    m_from->setEditText(u"127.0.0.1"_s);
    m_user->setEditText(u"postgres"_s);
    m_database->setEditText(u"postgres"_s);
    for (QComboBox *box : {m_from, m_encryption, m_database, m_purpose})
        connect(box, &QComboBox::currentTextChanged, this, &WhatIfForm::changed);
    connect(m_user, &QComboBox::currentTextChanged, this, &WhatIfForm::userChanged);
    connect(m_memberOf, &QLineEdit::textEdited, this, &WhatIfForm::changed);
    for (QComboBox *box : {m_user, m_database}) {
        connect(box->lineEdit(), &QLineEdit::textEdited, this, [this] { m_asked = true; });
        connect(box, &QComboBox::activated, this, [this] { m_asked = true; });
    }
    setWorld(m_world);
}

QComboBox *WhatIfForm::addBox(QHBoxLayout *layout, const QString &name, const QString &label,
                              int stretch)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion); // keeps what is typed
    addField(layout, box, label, stretch);
    return box;
}

void WhatIfForm::addField(QHBoxLayout *layout, QWidget *field, const QString &label, int stretch)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(metrics::Grid);
    auto *head = new QLabel(label);
    head->setBuddy(field);
    head->setFont(headFont(head->font()));
    field->setAccessibleName(QString(label).remove(u'&'));
    field->setMinimumWidth(72);
    column->addWidget(head);
    column->addWidget(field);
    layout->addLayout(column, stretch);
}

void WhatIfForm::setWorld(const RuleWorldPtr &world)
{
    m_world = world;
    QStringList from{tr("socket"), u"127.0.0.1"_s, u"::1"_s};
    if (world->machine)
        from.append(QString::fromStdString(world->machine->text()));
    setChoices(m_from, from);
    setChoices(m_user, texts(world->roles));
    setChoices(m_database, texts(world->databases));
    startWithConnected();
    if (!m_memberOf->isModified())
        fillMemberOf();
    emit changed();
}

void WhatIfForm::startWithConnected()
{
    if (m_asked || m_world->role.empty())
        return;
    const QSignalBlocker quietUser(m_user), quietDatabase(m_database);
    m_user->setEditText(QString::fromStdString(m_world->role));
    m_database->setEditText(QString::fromStdString(m_world->database));
}

void WhatIfForm::setClient(const HbaClient &client)
{
    m_asked = true;
    {
        const QSignalBlocker quietFrom(m_from), quietUser(m_user), quietDatabase(m_database),
            quietEncryption(m_encryption), quietPurpose(m_purpose);
        m_encryption->setCurrentIndex(client.tls ? 1 : client.gss ? 2 : 0);
        m_purpose->setCurrentIndex(int(client.replication));
        m_from->setEditText(client.address ? QString::fromStdString(client.address->text())
                                           : tr("socket"));
        m_user->setEditText(QString::fromStdString(client.user));
        m_database->setEditText(QString::fromStdString(client.database));
    }
    userChanged();
}

bool WhatIfForm::isKnown(const std::string &user) const
{
    return !m_world->fromServer || std::ranges::contains(m_world->roles, user);
}

void WhatIfForm::userChanged()
{
    fillMemberOf();
    emit changed();
}

// The server knows what a role is a member of; where it does not tell, it is typed.
void WhatIfForm::fillMemberOf()
{
    const auto found = m_world->memberOf.find(m_user->currentText().toStdString());
    QStringList names;
    if (found != m_world->memberOf.end()) {
        for (const std::string &role : found->second)
            names.append(QString::fromStdString(role));
    }
    if (m_world->fromServer)
        m_memberOf->setText(names.join(u", "_s));
}

std::expected<HbaClient, QString> WhatIfForm::client() const
{
    HbaClient client{.user = m_user->currentText().toStdString(),
                     .database = m_database->currentText().toStdString()};
    const QString from = m_from->currentText().trimmed();
    client.local = from.compare(tr("socket"), Qt::CaseInsensitive) == 0;
    if (!client.local) {
        client.address = parseIpAddress(from.toStdString());
        if (!client.address)
            return std::unexpected(
                tr("Write an address such as 10.1.2.3 or ::1, or “%1”.").arg(tr("socket")));
        client.tls = m_encryption->currentIndex() == 1;
        client.gss = m_encryption->currentIndex() == 2;
    }
    if (client.user.empty())
        return std::unexpected(tr("Write the name of a user."));
    client.replication = HbaClient::Replication(m_purpose->currentIndex());
    const bool physical = client.replication == HbaClient::Replication::Physical;
    if (client.database.empty() && !physical)
        client.database = client.user; // as libpq does
    for (const QString &role : m_memberOf->text().split(u',', Qt::SkipEmptyParts))
        client.memberOf.insert(role.trimmed().toStdString());
    const auto known = m_world->memberOf.find(client.user);
    if (m_world->fromServer && known != m_world->memberOf.end() && !m_memberOf->isModified())
        client.memberOf = known->second;
    client.userExists = isKnown(client.user);
    return client;
}

QString WhatIfForm::remark() const
{
    const std::string user = m_user->currentText().toStdString();
    if (isKnown(user))
        return {};
    return tr("The server has no role %1 that can log in.").arg(HbaText::name(user));
}

} // namespace ui
