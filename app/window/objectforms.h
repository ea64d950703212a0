// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changedialog.h"

namespace app {

/// A role or a database, as statements name it.
struct NamedObject
{
    QString kind; ///< "ROLE"
    QString name;
};

/// A field for another name, and the statement that gives it. Pure.
void askForName(ui::ChangeForm &form, const NamedObject &object);

/// A field for the comment, and COMMENT ON. Pure.
void askForComment(ui::ChangeForm &form, const NamedObject &object, const QString &comment);

/// What there is to say of a comment.
QString commentMeaning();

} // namespace app
