// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

namespace ui {

/// Some paragraphs to read, and perhaps a block of SQL to copy. Everything is plain text.
class TextDialog final : public QDialog
{
    Q_OBJECT

public:
    struct Content
    {
        QString title;
        QString text; ///< Paragraphs divided by an empty line.
        QString sql;  ///< Empty for none.
    };
    TextDialog(const Content &content, QWidget *parent);
};

/// Why a superuser login is more than watching needs, and the SQL for a role that is enough.
TextDialog::Content superuserAdvice();

/// Name, version, licence.
TextDialog::Content aboutProgram();

} // namespace ui
