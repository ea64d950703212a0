// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/passwordedit.h"

#include "widgets/icons.h"

#include <QAction>
#include <QContextMenuEvent>

namespace ui {

using namespace Qt::StringLiterals;

PasswordEdit::PasswordEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_reveal(addAction(icon(u"password-show-on"_s), TrailingPosition))
{
    setEchoMode(Password);
    setDragEnabled(false);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_reveal->setObjectName("reveal"_L1);
    m_reveal->setCheckable(true);
    m_reveal->setText(tr("Show the password"));
    m_reveal->setToolTip(tr("Show the password"));
    connect(m_reveal, &QAction::toggled, this, &PasswordEdit::reveal);
    connect(this, &QLineEdit::selectionChanged, this, &PasswordEdit::dropSelection);
}

base::Secret PasswordEdit::secret() const
{
    QByteArray bytes = text().toUtf8();
    base::Secret out(bytes);
    bytes.fill('\0');
    return out;
}

void PasswordEdit::setSecret(const base::Secret &secret)
{
    setText(QString::fromUtf8(secret.view()));
}

void PasswordEdit::reveal(bool on)
{
    deselect();
    setEchoMode(on ? Normal : Password);
    m_reveal->setIcon(icon(on ? u"password-show-off"_s : u"password-show-on"_s));
    m_reveal->setText(on ? tr("Hide the password") : tr("Show the password"));
    m_reveal->setToolTip(m_reveal->text());
}

void PasswordEdit::dropSelection()
{
    if (isRevealed() && hasSelectedText())
        deselect();
}

void PasswordEdit::contextMenuEvent(QContextMenuEvent *event)
{
    if (isRevealed())
        event->accept(); // its menu offers to copy
    else
        QLineEdit::contextMenuEvent(event);
}

void PasswordEdit::hideEvent(QHideEvent *event)
{
    m_reveal->setChecked(false);
    QLineEdit::hideEvent(event);
}

} // namespace ui
