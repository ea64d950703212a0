// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/sourcetesting.h"
#include "fuzz/checkstatements.h"

#include "access/sources/compose.h"
#include "access/sources/dbeaver.h"
#include "access/sources/django.h"
#include "access/sources/dotenv.h"
#include "access/sources/errortext.h"
#include "access/sources/ini.h"
#include "access/sources/rails.h"
#include "access/sources/urltext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

SourceFile readUrlFile(std::string_view bytes)
{
    SourceFile out;
    Statement read;
    if (readConnectionText(bytes, read))
        out.statements.push_back(read);
    return out;
}

SourceFile readOne(const QString &kind, std::string_view bytes)
{
    if (kind == "dotenv"_L1)
        return readDotEnv(bytes);
    if (kind == "compose"_L1)
        return parseCompose(bytes).source;
    if (kind == "errortext"_L1)
        return readErrorText(bytes);
    if (kind == "ini"_L1)
        return readAlembic(bytes);
    if (kind == "django"_L1)
        return readDjango(bytes);
    if (kind == "dbeaver"_L1)
        return readDBeaver(bytes);
    return kind == "rails"_L1 ? readRails(bytes) : readUrlFile(bytes);
}

} // namespace

/// Every input that once broke a reader stays readable without harm, also cut off anywhere.
class TestSourceCorpus final : public QObject
{
    Q_OBJECT

private slots:
    void replaysTheCorpus_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto kind : {"dotenv"_L1, "compose"_L1, "errortext"_L1, "ini"_L1, "url"_L1,
                                "django"_L1, "dbeaver"_L1, "rails"_L1})
            QTest::newRow(kind.data()) << QString(kind);
    }

    void replaysTheCorpus()
    {
        QFETCH(const QString, kind);
        const QDir folder(QStringLiteral(PGVIGIL_TEST_DATA "/access/") + kind);
        const QStringList names = folder.entryList(QDir::Files | QDir::Hidden);
        QVERIFY(!names.isEmpty());
        std::size_t found = 0;
        for (const QString &name : names) {
            const std::string bytes = testFile(kind + u'/' + name).toStdString();
            found += readOne(kind, bytes).statements.size();
            checkStatements(readOne(kind, bytes), bytes);
            for (std::size_t length = 0; length < std::min<std::size_t>(bytes.size(), 600);
                 ++length)
                checkStatements(readOne(kind, bytes.substr(0, length)), bytes);
        }
        QVERIFY(found > 0);
    }
};

QTEST_GUILESS_MAIN(TestSourceCorpus)
#include "tst_sourcecorpus.moc"
