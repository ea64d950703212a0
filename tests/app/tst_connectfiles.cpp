// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "connectfiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestConnectFiles final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("HOME", QFile::encodeName(m_folder.path()));
        write(u".pg_service.conf"_s, "[orders]\nhost=10.0.0.5\npassword=of-service\n");
    }

    void takesSettingsAndPasswordOfAService()
    {
        pg::ConnectParameters named = parameters(u"service"_s, u"orders"_s);
        const auto found = app::withService(named);
        QVERIFY(found);
        QCOMPARE(found->spec.value(u"host"_s), u"10.0.0.5"_s);
        QCOMPARE(found->spec.value(u"service"_s), QString());
        QCOMPARE(found->password.view(), "of-service"_ba);
        named.password = base::Secret("known");
        QCOMPARE(app::withService(named)->password.view(), "known"_ba);
        QVERIFY(!app::withService(parameters(u"service"_s, u"unknown"_s)));
    }

    void takesThePasswordOfAPassFile()
    {
        const QString path = write(u"pass"_s, "*:*:*:anna:of-file\n");
        pg::ConnectParameters named = parameters(u"passfile"_s, path);
        const auto found = app::withPassFile(named);
        QVERIFY(found);
        QCOMPARE(found->password.view(), "of-file"_ba);
        QCOMPARE(found->spec.value(u"passfile"_s), QString());
        named.spec.set(u"user"_s, u"bert"_s);
        QVERIFY(app::withPassFile(named)->password.isEmpty());
    }

    void saysThatAPassFileCannotBeUsed()
    {
        const QString path = write(u"open"_s, "*:*:*:*:of-file\n");
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadOther));
        pg::ConnectParameters named = parameters(u"passfile"_s, path);
        QVERIFY(app::withPassFile(named).error().message.contains(path));
        named.password = base::Secret("known");
        QCOMPARE(app::withPassFile(named)->password.view(), "known"_ba);
    }

private:
    static pg::ConnectParameters parameters(const QString &option, const QString &value)
    {
        pg::ConnectParameters out;
        out.spec.set(u"user"_s, u"anna"_s);
        out.spec.set(option, value);
        return out;
    }

    QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner))
            file.write(bytes);
        return file.fileName();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestConnectFiles)
#include "tst_connectfiles.moc"
