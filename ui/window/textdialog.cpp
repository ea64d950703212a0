// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/textdialog.h"

#include "widgets/copyfeedback.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

QPlainTextEdit *makeSqlBlock(const QString &sql)
{
    auto *block = new QPlainTextEdit(sql);
    block->setObjectName(u"sqlBlock"_s);
    block->setAccessibleName(TextDialog::tr("SQL to run"));
    block->setReadOnly(true);
    block->setTabChangesFocus(true);
    block->setProperty("framed", true);
    block->setFont(monoFont(block->font()));
    const int lines = int(sql.count(u'\n')) + 1;
    block->setFixedHeight(lines * QFontMetrics(block->font()).lineSpacing() + 24);
    return block;
}

} // namespace

TextDialog::TextDialog(const Content &content, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"textDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(content.title);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(metrics::CardGap);
    auto *title = new PlainLabel(content.title);
    title->setFont(titleFont(font()));
    layout->addWidget(title);
    for (const QString &paragraph : content.text.split(u"\n\n"_s)) {
        auto *label = new PlainLabel(paragraph);
        label->setWordWrap(true);
        label->setMinimumWidth(520);
        layout->addWidget(label);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    if (!content.sql.isEmpty()) {
        layout->addWidget(makeSqlBlock(content.sql));
        QPushButton *copy = buttons->addButton(tr("Copy SQL"), QDialogButtonBox::ActionRole);
        copy->setObjectName(u"copySql"_s);
        connect(copy, &QPushButton::clicked, this,
                [sql = content.sql, copy] { copyWithFeedback(sql, copy); });
    }
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

TextDialog::Content superuserAdvice()
{
    return {.title = TextDialog::tr("Watching does not need a superuser"),
            .text = TextDialog::tr(
                "A superuser may do anything, so a slip costs more, and the slots reserved for "
                "superusers are taken by the console.\n\n"
                "A role with pg_monitor sees every session, and with pg_signal_backend it may "
                "cancel and terminate the sessions of ordinary roles. Create it once, set its "
                "password with \\password in psql, and edit this connection."),
            .sql = u"CREATE ROLE pgvigil LOGIN;\n"
                   "GRANT pg_monitor, pg_signal_backend TO pgvigil;"_s};
}

TextDialog::Content aboutProgram()
{
    return {.title = u"PgVigil "_s + QStringLiteral(PGVIGIL_VERSION),
            .text = TextDialog::tr("A desktop console for people who keep PostgreSQL running.\n\n"
                                   "Free software under the GNU General Public License, version 3 "
                                   "or later. It comes with no warranty.\n\nQt %1")
                        .arg(QString::fromLatin1(qVersion()))};
}

} // namespace ui
