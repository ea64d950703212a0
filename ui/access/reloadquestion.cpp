// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/reloadquestion.h"

#include "base/plaintext.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ui::ReloadQuestion)
};

} // namespace

QPushButton *askToReload(const QString &server, QWidget *parent)
{
    auto *box = new QMessageBox(parent);
    box->setObjectName(u"confirmReload"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(Text::tr("Reload Configuration"));
    // One text: an informative one would be shown as rich text.
    box->setText(
        Text::tr("Have %1 read its configuration files again?\n\n"
                 "SELECT pg_reload_conf(): postgresql.conf, pg_hba.conf and pg_ident.conf take "
                 "effect as they stand on the server now. Sessions stay connected. What is edited "
                 "here is not part of it.")
            .arg(base::visibleText(server)));
    QPushButton *reload = box->addButton(Text::tr("&Reload"), QMessageBox::AcceptRole);
    reload->setObjectName(u"reloadNow"_s);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    box->open();
    return reload;
}

} // namespace ui
