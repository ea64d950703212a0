// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/copyfeedback.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QPushButton>
#include <QTimer>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::CopyFeedback)
};

} // namespace

void copyWithFeedback(const QString &text, QPushButton *button)
{
    QGuiApplication::clipboard()->setText(text);
    if (button->findChild<QTimer *>(u"copied"_s))
        return;
    button->setMinimumWidth(button->width()); // what stands beside it stays where it is
    const QString usual = button->text();
    button->setText(Tr::tr("Copied"));
    auto *timer = new QTimer(button);
    timer->setObjectName(u"copied"_s);
    timer->setSingleShot(true);
    QObject::connect(timer, &QTimer::timeout, button, [button, usual] { button->setText(usual); });
    QObject::connect(timer, &QTimer::timeout, timer, &QObject::deleteLater);
    timer->start(2000);
}

} // namespace ui
