// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/servers.h"
#include "support/testserver.h"

#include <QFileInfo>
#include <QImage>
#include <QTest>

using namespace tests;
using namespace Qt::StringLiterals;

/// "pgvigil picture" without a display.
class TestPictureCommand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void savesBothThemes();
    void scales();
    void saysWhereItCannotWrite();
    void leavesNothingWithoutAConnection();

private:
    Outcome picture(const QString &file, const QStringList &options = {}) const;

    Program m_program;
    std::unique_ptr<TestServer> m_server;
};

void TestPictureCommand::initTestCase()
{
    const int version = anyServer();
    if (version == 0 && !inCi())
        QSKIP("no PostgreSQL here");
    m_server = std::make_unique<TestServer>(ServerSetup{.version = version});
    QVERIFY_RESULT(m_server->start());
}

Outcome TestPictureCommand::picture(const QString &file, const QStringList &options) const
{
    return m_program.run(
        QStringList{u"picture"_s, u"activity"_s, m_server->spec().toKeywords(), u"-o"_s, file} +
        options);
}

void TestPictureCommand::savesBothThemes()
{
    int lightness[2] = {};
    for (const bool dark : {false, true}) {
        const QString file =
            m_program.temporaryFolder() + (dark ? "/dark.png"_L1 : "/light.png"_L1);
        const Outcome outcome = picture(
            file, {u"--size"_s, u"1000x600"_s, u"--theme"_s, dark ? u"dark"_s : u"light"_s});
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        const QImage image(file, "PNG");
        QCOMPARE(image.size(), QSize(1000, 600));
        lightness[dark] = image.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                              .pixelColor(0, 0)
                              .lightness();
    }
    QVERIFY(lightness[0] > 180);
    QVERIFY(lightness[1] < 80);
}

void TestPictureCommand::scales()
{
    const QString file = m_program.temporaryFolder() + "/large.png"_L1;
    QCOMPARE(picture(file, {u"--size"_s, u"900x500"_s, u"--scale"_s, u"2"_s}).exitCode, 0);
    QCOMPARE(QImage(file, "PNG").size(), QSize(1800, 1000));
}

void TestPictureCommand::saysWhereItCannotWrite()
{
    const Outcome outcome = picture(u"/nowhere/a.png"_s);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.err.contains("/nowhere/a.png"));
}

void TestPictureCommand::leavesNothingWithoutAConnection()
{
    const QString file = m_program.temporaryFolder() + "/none.png"_L1;
    const Outcome outcome = m_program.run(
        {u"picture"_s, u"activity"_s, u"host=127.0.0.1 port=1 user=a"_s, u"-o"_s, file});
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY(!QFileInfo::exists(file));
}

QTEST_MAIN(TestPictureCommand)
#include "tst_picturecommand.moc"
