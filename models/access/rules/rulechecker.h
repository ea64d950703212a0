// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/rules/rulebook.h"

#include <QObject>

#include <memory>

namespace pgaccess {

using RuleSourcePtr = std::shared_ptr<const RuleSource>;
using RuleBookPtr = std::shared_ptr<const RuleBook>;

/// Makes rule books on another thread. Only the answer to the last question counts.
class RuleChecker final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Checks the source, or a text in its place.
    void check(const RuleSourcePtr &source, const std::optional<std::string> &edited = {});

    /// Reads a file with the pg_ident.conf beside it; check() it then.
    void readFile(const std::string &path, int version);

signals:
    void checked(const pgaccess::RuleBookPtr &book);
    void fileRead(const pgaccess::RuleSourcePtr &source);

private:
    quint64 m_question = 0;
};

} // namespace pgaccess
