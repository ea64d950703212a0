// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/loginfailures.h"

#include <QCoreApplication>

namespace ui {

/// What a server's log says of refused logins: whole sentences. What comes out of the log is made
/// visible; show all of it as plain text.
class LogText final
{
    Q_DECLARE_TR_FUNCTIONS(ui::LogText)

public:
    /// The file, and how many logins it has that were refused.
    static QString head(const pgaccess::LogStory &story);

    /// Who failed, how often, why and when.
    static QString failures(const pgaccess::LoginFailures &failures);

    /// Who should look at it.
    static QString verdict(const pgaccess::LoginFailures &failures);

private:
    static QString when(const pgaccess::LoginFailures &failures);
};

} // namespace ui
