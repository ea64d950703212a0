// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbafindings.h"
#include "access/hba/hbamatch.h"

#include <QCoreApplication>

namespace ui {

/// What rules, findings about them and their decisions are called: whole sentences. Names out of
/// the files are made visible; show all of it as plain text.
class HbaText final
{
    Q_DECLARE_TR_FUNCTIONS(ui::HbaText)

public:
    /// A name out of a file, fit to be shown.
    static QString name(const std::string &text);

    /// Fields of a rule.
    static QString words(const pgaccess::AuthField &field);
    static QString address(const pgaccess::HbaRule &rule);
    static QString options(const pgaccess::HbaRule &rule);

    /// "line 7", with the file where it is not the first one.
    static QString place(const std::vector<std::string> &files, int file, int line);

    /// What is the matter.
    static QString message(const pgaccess::HbaFinding &finding, const pgaccess::HbaRules &rules);

    /// What to do about it.
    static QString fix(const pgaccess::HbaFinding &finding);

    /// Why a rule matches or does not.
    static QString reason(pgaccess::HbaReason reason, const pgaccess::HbaRule &rule,
                          const pgaccess::HbaClient &client);

    /// What the rules come to for a client.
    static QString outcome(const pgaccess::HbaOutcome &outcome, const pgaccess::HbaRules &rules,
                           const pgaccess::HbaClient &client);

private:
    static QString trust(const pgaccess::HbaFinding &finding);
    static QString unreachable(const pgaccess::HbaFinding &finding,
                               const pgaccess::HbaRules &rules);
    static QString missing(const pgaccess::HbaFinding &finding, bool v6);
    static QString identGain(const pgaccess::HbaFinding &finding);
    static QString addressReason(pgaccess::HbaReason reason, const pgaccess::HbaRule &rule,
                                 const pgaccess::HbaClient &client);
    static QString nameReason(pgaccess::HbaReason reason, const pgaccess::HbaRule &rule,
                              const pgaccess::HbaClient &client);
    static QString clientText(const pgaccess::HbaClient &client);
};

} // namespace ui
