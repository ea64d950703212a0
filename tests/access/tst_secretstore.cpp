// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// The password store with real keyrings: GNOME's, one that never answers, and none at all.
class TestSecretStore final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;

    QProcessEnvironment environment() const
    {
        QProcessEnvironment out;
        out.insert(u"PATH"_s, u"/usr/sbin:/usr/bin:/sbin:/bin"_s);
        out.insert(u"HOME"_s, m_home->path());
        out.insert(u"XDG_RUNTIME_DIR"_s, m_home->filePath(u"run"_s));
        out.insert(u"XDG_DATA_HOME"_s, m_home->filePath(u"data"_s));
        out.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        return out;
    }

    /// Runs a program and gives the lines that it printed.
    QStringList run(const QString &program, const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(program, arguments);
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
            return {u"crashed or hung: "_s + QString::fromUtf8(process.readAllStandardError())};
        return QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    }

    /// Runs the probe on a session bus of its own, after the shell commands that make its keyring.
    QStringList onBus(const QString &setup, const QStringList &steps, int timeout = 5000) const
    {
        const QString script = setup + u"\nexec \"$@\""_s;
        return run(u"dbus-run-session"_s, QStringList{u"--"_s, u"sh"_s, u"-c"_s, script, u"sh"_s,
                                                      QStringLiteral(SECRET_PROBE),
                                                      u"PgVigil test"_s, QString::number(timeout)} +
                                              steps);
    }

    static QString gnomeKeyring()
    {
        return u"printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"_s;
    }

    static QString muteKeyring()
    {
        return u"mkfifo $HOME/in $HOME/out; \"%1\" <$HOME/in >$HOME/out &\n"
               "exec 3>$HOME/in; read ready <$HOME/out"_s.arg(QStringLiteral(MUTE_SERVICE));
    }

private slots:
    void initTestCase()
    {
        for (const auto &tool : {u"dbus-run-session"_s, u"gnome-keyring-daemon"_s})
            QVERIFY2(!QStandardPaths::findExecutable(tool).isEmpty(), qPrintable(tool));
    }

    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_home->path()).mkdir(u"run"_s));
        QVERIFY(QFile::setPermissions(m_home->filePath(u"run"_s),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    void keepsInTheKeyring()
    {
        const QStringList lines = onBus(
            gnomeKeyring(), {u"read"_s, u"keep:pässword"_s, u"read"_s, u"keep:"_s, u"read"_s,
                             u"keep:other"_s, u"read"_s, u"forget"_s, u"forget"_s, u"read"_s});
        const QStringList expected{u"read: nowhere '' available fine"_s,
                                   u"keep:pässword: keyring '' available fine"_s,
                                   u"read: keyring 'pässword' available fine"_s,
                                   u"keep:: nowhere '' available trouble"_s, // empty: refused
                                   u"read: keyring 'pässword' available fine"_s,
                                   u"keep:other: keyring '' available fine"_s,
                                   u"read: keyring 'other' available fine"_s,
                                   u"forget: nowhere '' available fine"_s,
                                   u"forget: nowhere '' available fine"_s,
                                   u"read: nowhere '' available fine"_s,
                                   u"gap short"_s};
        QCOMPARE(lines, expected);
    }

    void anotherRunFindsIt()
    {
        const QString probe = u"\"$@\" >/dev/null\n"_s; // a first process, with the same steps
        const QStringList lines = onBus(gnomeKeyring() + u'\n' + probe, {u"read"_s, u"keep:x"_s});
        QCOMPARE(lines.value(0), u"read: keyring 'x' available fine"_s);
    }

    void writesNoPlainFile()
    {
        const QStringList lines = onBus(gnomeKeyring(), {u"keep:sentinel-pw"_s});
        QCOMPARE(lines.value(0), u"keep:sentinel-pw: keyring '' available fine"_s);
        int files = 0;
        QDirIterator each(m_home->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            QVERIFY(file.open(QFile::ReadOnly));
            QVERIFY2(!file.readAll().contains("sentinel-pw"), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files > 0); // the encrypted keyring itself
    }

    void withoutABusItIsForThisRun()
    {
        const QStringList lines =
            run(QStringLiteral(SECRET_PROBE), {u"PgVigil test"_s, u"5000"_s, u"read"_s, u"keep:x"_s,
                                               u"read"_s, u"forget"_s, u"read"_s});
        const QStringList expected{
            u"read: nowhere '' unavailable trouble"_s, u"keep:x: session '' unavailable trouble"_s,
            u"read: session 'x' unavailable fine"_s,   u"forget: nowhere '' unavailable trouble"_s,
            u"read: nowhere '' unavailable trouble"_s, u"gap short"_s};
        QCOMPARE(lines, expected);
    }

    void withoutAKeyringItIsForThisRun()
    {
        const QStringList lines = onBus({}, {u"keep:x"_s, u"read"_s});
        QVERIFY2(lines.value(0).startsWith("keep:x: session ''"_L1), qPrintable(lines.join(u'\n')));
        QVERIFY(lines.value(1).startsWith("read: session 'x'"_L1));
    }

    void aMuteKeyringIsGivenUp()
    {
        const QStringList lines =
            onBus(muteKeyring(), {u"keep:x"_s, u"read"_s, u"forget"_s, u"read"_s}, 300);
        const QStringList expected{u"keep:x: session '' not-answering trouble"_s,
                                   u"read: session 'x' not-answering fine"_s,
                                   u"forget: nowhere '' not-answering trouble"_s,
                                   u"read: nowhere '' not-answering trouble"_s, u"gap short"_s};
        QCOMPARE(lines, expected);
    }

    void theStoreMayGoWhileAMuteKeyringIsAsked()
    {
        const QStringList lines = onBus(muteKeyring(), {u"drop"_s, u"wait:600"_s}, 300);
        QCOMPARE(lines, QStringList{u"gap short"_s});
    }

    void aLateAnswerDoesNoHarm()
    {
        // Stopped, the daemon owns its name and says nothing; woken, it answers what it was asked.
        const QString setup =
            gnomeKeyring() +
            u"\npid=$(pidof -s gnome-keyring-daemon); kill -STOP $pid; (sleep 1; kill -CONT $pid) &"_s;
        const QStringList lines =
            onBus(setup, {u"keep:x"_s, u"wait:2000"_s, u"read"_s, u"forget"_s, u"read"_s}, 300);
        const QStringList expected{u"keep:x: session '' not-answering trouble"_s,
                                   u"read: session 'x' unknown fine"_s,
                                   u"forget: nowhere '' available fine"_s,
                                   u"read: nowhere '' available fine"_s, u"gap short"_s};
        QCOMPARE(lines, expected);
    }

    void theStoreMayGoFirst()
    {
        const QStringList lines =
            onBus(gnomeKeyring(), {u"keep:x"_s, u"drop"_s, u"wait:500"_s, u"read"_s});
        QVERIFY2(!lines.contains(u"too late"_s), qPrintable(lines.join(u'\n')));
        QCOMPARE(lines.value(1), u"read: keyring 'x' available fine"_s);
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secretstore.moc"
