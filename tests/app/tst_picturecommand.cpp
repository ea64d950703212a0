// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/servers.h"
#include "support/testserver.h"
#include "support/testsession.h"
#include "support/waiting.h"

#include <QFileInfo>
#include <QImage>
#include <QTest>

using namespace tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// "pgvigil picture" without a display.
class TestPictureCommand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void savesBothThemes();
    void scales();
    void paintsRootBlockers();
    void paintsFailedLogins();
    void paintsRules();
    void saysWhereItCannotWrite();
    void leavesNothingWithoutAConnection();

private:
    Outcome picture(const QString &file, const QStringList &options = {},
                    const QString &panel = u"activity"_s) const;
    static int criticalPixels(const QString &file);

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

Outcome TestPictureCommand::picture(const QString &file, const QStringList &options,
                                    const QString &panel) const
{
    return m_program.run(
        QStringList{u"picture"_s, panel, m_server->spec().toKeywords(), u"-o"_s, file} + options);
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

int TestPictureCommand::criticalPixels(const QString &file)
{
    const QImage image = QImage(file, "PNG").convertToFormat(QImage::Format_RGB32);
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            count += qRed(pixel) > 150 && qGreen(pixel) < 90 && qBlue(pixel) < 90;
        }
    }
    return count;
}

// A login that fails makes a picture, too: that is what the panel is for.
void TestPictureCommand::paintsFailedLogins()
{
    const auto critical = [this](const QString &user) {
        const QString file = m_program.temporaryFolder() + u"/access.png"_s;
        const QString connection = m_server->spec(user).toKeywords();
        const Outcome outcome =
            m_program.run({u"picture"_s, u"access"_s, connection, u"-o"_s, file});
        const bool quiet = outcome.err.isEmpty();
        return outcome.exitCode == 0 && quiet ? criticalPixels(file) : -1;
    };
    QCOMPARE(critical(u"postgres"_s), 0);
    QVERIFY(critical(u"nobody"_s) > 100);
}

void TestPictureCommand::paintsRules()
{
    m_server->setHba("local all all trust\nhost all all 127.0.0.1/32 trust\n");
    const QString file = m_program.temporaryFolder() + u"/rules.png"_s;
    const QStringList rules{u"--segment"_s, u"rules"_s};
    QCOMPARE(picture(file, rules, u"access"_s).exitCode, 0);
    QVERIFY(criticalPixels(file) > 100); // trust is a finding
}

// The picture with a blocked session differs from the one without by more than its caption: the
// root blocker is painted in the critical colour.
void TestPictureCommand::paintsRootBlockers()
{
    const auto reddish = [this](const QString &name) {
        const QString file = m_program.temporaryFolder() + name;
        const bool saved = picture(file, {u"--size"_s, u"1200x700"_s}, u"locks"_s).exitCode == 0;
        return saved ? criticalPixels(file) : -1;
    };
    QCOMPARE(reddish(u"/calm.png"_s), 0);
    auto holder = m_server->session(u"postgres"_s);
    auto waiter = m_server->session(u"postgres"_s);
    QVERIFY_RESULT(holder);
    QVERIFY_RESULT(waiter);
    QVERIFY_RESULT(holder->run("SELECT pg_advisory_lock(1)"));
    QVERIFY(waiter->send("SELECT pg_advisory_lock(1)"));
    const QByteArray waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    QVERIFY(waitUntil([&] { return *holder->run(waiting) == "1"; }, 5s));
    QVERIFY(reddish(u"/blocked.png"_s) > 300);
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
