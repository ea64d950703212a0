// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/passworddialog.h"

#include "access/passwordedit.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

PasswordDialog::PasswordDialog(const Profile &profile, QWidget *parent)
    : QDialog(parent)
    , m_reason(new PlainLabel(this))
    , m_password(new PasswordEdit(this))
    , m_keep(new QCheckBox(tr("Save the password in the keyring"), this))
    , m_note(new PlainLabel(this))
    , m_connect(new QPushButton(tr("Connect"), this))
{
    setObjectName("passwordDialog"_L1);
    setWindowTitle(tr("Password"));
    m_keep->setChecked(profile.passwordPolicy == PasswordPolicy::Keyring);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::Edge, metrics::Edge, metrics::Edge, metrics::Edge);
    layout->setSpacing(metrics::Grid * 2);
    addTitle(profile);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_reason, m_password, m_keep, m_note})
        layout->addWidget(widget);
    layout->addStretch();
    addButtons();
    nameParts();
    resize(420, sizeHint().height());
    connect(m_password, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_connect->setEnabled(!text.isEmpty()); });
    connect(m_connect, &QPushButton::clicked, this, &PasswordDialog::give);
    m_password->setFocus();
}

void PasswordDialog::addTitle(const Profile &profile)
{
    auto *title = new PlainLabel(this);
    title->setFont(titleFont(font()));
    title->setVisibleText(tr("Password for %1").arg(displayName(profile)));
    auto *place = new PlainLabel(this);
    place->setMuted(true);
    place->setVisibleText(profile.spec.shortText());
    layout()->addWidget(title);
    layout()->addWidget(place);
}

void PasswordDialog::addButtons()
{
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName("cancel"_L1);
    cancel->setAutoDefault(false);
    m_connect->setProperty("kind", u"primary"_s);
    m_connect->setDefault(true);
    m_connect->setEnabled(false);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_connect);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void PasswordDialog::nameParts()
{
    m_reason->setObjectName("reason"_L1);
    m_reason->setSeverity(Severity::Critical);
    m_reason->setWordWrap(true);
    m_reason->hide();
    m_password->setObjectName("password"_L1);
    m_password->setAccessibleName(tr("Password"));
    m_keep->setObjectName("keepPassword"_L1);
    m_connect->setObjectName("connect"_L1);
    m_note->setObjectName("keyringNote"_L1);
    m_note->setFont(smallFont(font()));
    m_note->setMuted(true);
    m_note->setWordWrap(true);
    m_note->hide();
}

void PasswordDialog::setReason(const QString &serverWords)
{
    m_reason->setVisibleText(serverWords);
    m_reason->setVisible(!serverWords.isEmpty());
}

void PasswordDialog::setKeyring(KeyringState state, const QString &problem)
{
    const bool usable = state == KeyringState::Available || state == KeyringState::Unknown;
    m_keep->setEnabled(usable);
    if (!usable)
        m_keep->setChecked(false);
    m_note->setText(
        state == KeyringState::Unavailable
            ? tr("This machine offers no keyring: the password is kept for this run only.")
            : tr("The keyring does not answer: the password is kept for this run only."));
    m_note->setToolTip(problem.isEmpty() ? QString() : plainToolTip(problem));
    m_note->setVisible(!usable);
}

void PasswordDialog::setOnce()
{
    m_keep->setChecked(false);
    m_keep->hide();
    m_connect->setText(tr("Try"));
}

void PasswordDialog::give()
{
    const base::Secret password = m_password->secret();
    const bool keep = m_keep->isChecked();
    m_password->clear();
    accept();
    emit passwordGiven(password, keep);
}

} // namespace ui
