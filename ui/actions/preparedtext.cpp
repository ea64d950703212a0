// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/preparedtext.h"

#include "actions/actiontext.h"
#include "base/plaintext.h"

#include <QLocale>

namespace ui {

using namespace actions;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype GidLength = 60;

}

QString PreparedText::button(const snapshot::PreparedTransaction &prepared)
{
    return tr("Roll back prepared transaction %1").arg(prepared.transactionId);
}

QString PreparedText::question(const snapshot::PreparedTransaction &prepared, const QString &server)
{
    return tr("Roll back prepared transaction %1 on %2?")
        .arg(QString::number(prepared.transactionId), server);
}

QString PreparedText::consequence()
{
    return tr("ROLLBACK PREPARED undoes its changes for good and releases its locks.");
}

QString PreparedText::typeRequest(const Confirmation &confirmation)
{
    const QString word = confirmation.wordToType();
    if (word == confirmation.items[0].target.prepared->gid)
        return tr("Type its gid, “%1”, to go on:").arg(word);
    return tr("Its gid is hard to type. Type its transaction id, %1, to go on:").arg(word);
}

QString PreparedText::outcome(const Outcome &outcome)
{
    const QString gid = base::visibleText(outcome.target.prepared->gid, GidLength);
    switch (outcome.ending) {
    case Ending::SignalledAndGone:
        return tr("Prepared transaction “%1” is rolled back, after %2.")
            .arg(gid, ActionText::seconds(outcome.elapsed));
    case Ending::NotFound:
        return notFound(outcome.reason, gid);
    case Ending::NotPermitted:
        return tr("You may not roll back prepared transaction “%1”. Nothing was done.").arg(gid);
    case Ending::Refused:
        return refused(outcome, gid);
    case Ending::SignalledStillThere:
    case Ending::Unknown:
        return tr("It is not known what became of prepared transaction “%1”: the answer did not "
                  "arrive.")
            .arg(gid);
    }
    return {};
}

QString PreparedText::notFound(Reason reason, const QString &gid)
{
    switch (reason) {
    case Reason::NeverThere:
        return tr("Nothing was done: there is no prepared transaction “%1”.").arg(gid);
    case Reason::OtherTransaction:
        return tr("Nothing was done: prepared transaction “%1” has ended, and another one has its "
                  "gid now.")
            .arg(gid);
    default:
        return tr("Nothing was done: prepared transaction “%1” has ended already.").arg(gid);
    }
}

QString PreparedText::refused(const Outcome &outcome, const QString &gid)
{
    if (outcome.obstacle)
        return tr("Nothing was done to prepared transaction “%1”. %2")
            .arg(gid, ActionText::obstacle(*outcome.obstacle));
    switch (outcome.reason) {
    case Reason::NotConnected:
        return tr("Nothing was done to prepared transaction “%1”: there is no connection to the "
                  "server.")
            .arg(gid);
    case Reason::AuditUnwritable:
        return tr("Nothing was done to prepared transaction “%1”: the audit log cannot be written.")
            .arg(gid);
    case Reason::DatabaseUnreachable:
        return tr("Nothing was done to prepared transaction “%1”: it can only be ended in its "
                  "database “%2”, which did not let us in.")
            .arg(gid, base::visibleText(outcome.target.prepared->database, GidLength));
    default:
        return tr("Nothing was done to prepared transaction “%1”: the server refused.").arg(gid);
    }
}

QString PreparedText::advice(const Outcome &outcome)
{
    const snapshot::PreparedTransaction &prepared = *outcome.target.prepared;
    switch (outcome.ending) {
    case Ending::SignalledAndGone:
        return {};
    case Ending::NotPermitted:
        return tr("Only role “%1”, which prepared it, or a superuser may end it: connect as one of "
                  "these.")
            .arg(base::visibleText(prepared.owner, GidLength));
    case Ending::Unknown:
    case Ending::SignalledStillThere:
        return tr("Look whether it is still there before you repeat it.");
    case Ending::NotFound:
        return outcome.reason == Reason::OtherTransaction ? tr("Look again and decide anew.")
                                                          : QString();
    case Ending::Refused:
        break;
    }
    if (outcome.reason == Reason::DatabaseUnreachable)
        return tr("Connect to that database yourself and end it there.");
    if (outcome.reason == Reason::NotConnected)
        return tr("Try again when the server is connected.");
    if (outcome.reason == Reason::AuditUnwritable)
        return tr("Make room on the disk or give the file back to your user, then try again.");
    return {};
}

} // namespace ui
