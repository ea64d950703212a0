// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/rulechecker.h"

#include <QtConcurrentRun>

namespace pgaccess {

void RuleChecker::check(const RuleSourcePtr &source, const std::optional<std::string> &edited)
{
    const auto make = [source, edited]() -> RuleBookPtr {
        return std::make_shared<const RuleBook>(makeRuleBook(*source, edited));
    };
    QtConcurrent::run(make).then(this, [this, question = ++m_question](const RuleBookPtr &book) {
        if (question == m_question)
            emit checked(book);
    });
}

void RuleChecker::readFile(const std::string &path, int version)
{
    const auto read = [path, version]() -> RuleSourcePtr {
        return std::make_shared<const RuleSource>(readRuleFile(path, version));
    };
    QtConcurrent::run(read).then(this, [this, question = ++m_question](const RuleSourcePtr &file) {
        if (question == m_question)
            emit fileRead(file);
    });
}

} // namespace pgaccess
