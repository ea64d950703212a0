// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/logtext.h"

#include "access/diagnosistext.h"
#include "base/plaintext.h"

using namespace Qt::StringLiterals;

namespace ui {

using pgaccess::LoginFailures;
using pgaccess::LoginPhase;

QString LogText::head(const pgaccess::LogStory &story)
{
    const QString file = base::visibleText(story.file.section(u'/', -1));
    const int total = story.total();
    if (total == 0)
        return tr("The log %1 has no refused logins.").arg(file);
    return total == 1 ? tr("The log %1 has one refused login.").arg(file)
                      : tr("The log %1 has %2 refused logins.").arg(file, QString::number(total));
}

QString LogText::when(const LoginFailures &failures)
{
    const QString first = base::singleLine(failures.first, 40);
    const QString last = base::singleLine(failures.last, 40);
    QString out = first == last ? first : tr("%1 to %2").arg(first, last);
    if (failures.phase == LoginPhase::Startup && !failures.sinceReady)
        out += u", "_s + tr("before the server was ready");
    else if (failures.sinceReady)
        out += u", "_s +
               tr("%1 after the server was ready").arg(base::formatDuration(*failures.sinceReady));
    return out;
}

QString LogText::failures(const LoginFailures &failures)
{
    QString who = failures.user.isEmpty() ? tr("An unknown user")
                                          : tr("User “%1”").arg(base::visibleText(failures.user));
    if (!failures.database.isEmpty())
        who += u' ' + tr("to database “%1”").arg(base::visibleText(failures.database));
    if (!failures.address.isEmpty())
        who += u' ' + tr("from %1").arg(base::visibleText(failures.address));
    const QString often = failures.count == 1 ? tr("once")
                                              : tr("%1 times, at most %2 in a minute")
                                                    .arg(QString::number(failures.count),
                                                         QString::number(failures.peakPerMinute));
    QString out = tr("%1 was refused %2: %3.").arg(who, often, DiagnosisText::name(failures.cause));
    if (failures.rule)
        out += u' ' + tr("Line %1 of pg_hba.conf decided (%2).")
                          .arg(QString::number(failures.rule->line),
                               base::singleLine(failures.rule->text));
    return failures.first.isEmpty() ? out : out + u' ' + tr("Logged %1.").arg(when(failures));
}

QString LogText::verdict(const LoginFailures &failures)
{
    if (failures.alert())
        return tr("So many in a minute are a client that does not stop, or somebody who guesses.");
    if (!failures.phase)
        return {};
    return failures.phase == LoginPhase::Startup
               ? tr("So soon after the start it is mostly a service with wrong settings.")
               : tr("The server runs and rejects what it should; whoever runs this client has to "
                    "mend its settings.");
}

} // namespace ui
