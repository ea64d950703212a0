// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/catalogue.h"

#include <QFile>

namespace pg {

using namespace Qt::StringLiterals;

QByteArray statement(const QString &name, int serverVersion)
{
    QString path = u":/sql/%1.sql"_s.arg(name);
    for (int major = serverVersion / 10000; major > 13; --major) {
        const QString variant = u":/sql/%1@%2.sql"_s.arg(name, QString::number(major));
        if (QFile::exists(variant)) {
            path = variant;
            break;
        }
    }
    QFile file(path);
    const bool found = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(found, "pg::statement", qPrintable(name));
    QByteArray text;
    while (found && !file.atEnd()) {
        const QByteArray line = file.readLine();
        if (!line.startsWith("--"))
            text += line;
    }
    return text.trimmed();
}

} // namespace pg
