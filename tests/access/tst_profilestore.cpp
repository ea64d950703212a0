// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/profilestore.h"

#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

class TestProfileStore final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProfileStore> m_store;
    QString m_path;

    static Profile named(const QString &name, const QString &group = {})
    {
        Profile out;
        out.name = name;
        out.group = group;
        return out;
    }

    void load(ProfileStore &store)
    {
        QSignalSpy loaded(&store, &ProfileStore::loaded);
        store.load();
        QTRY_COMPARE(loaded.count(), 1);
    }

    void settle(ProfileStore &store) { QTRY_VERIFY(!store.isSaving()); }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"profiles.json"_s);
        m_store = std::make_unique<ProfileStore>(m_path);
        load(*m_store);
    }

    void cleanup() { m_store.reset(); }

    void keepsWhatIsSaved()
    {
        QSignalSpy changed(m_store.get(), &ProfileStore::changed);
        const QUuid id = m_store->save(named(u"one"_s, u"b"_s));
        m_store->save(named(u"two"_s, u"a"_s));
        QCOMPARE(changed.count(), 2);
        Profile edited = *m_store->find(id);
        edited.production = true;
        QCOMPARE(m_store->save(edited), id);
        QCOMPARE(m_store->profiles().size(), 2);
        QCOMPARE(m_store->groups(), (QStringList{u"a"_s, u"b"_s}));
        settle(*m_store);
        ProfileStore other(m_path);
        load(other);
        QCOMPARE(other.profiles(), m_store->profiles());
        QVERIFY(other.find(id)->production);
    }

    void duplicatesAndRemoves()
    {
        QSignalSpy removed(m_store.get(), &ProfileStore::removed);
        const QUuid id = m_store->save(named(u"one"_s));
        const QUuid copy = m_store->duplicate(id, u"one (copy)"_s);
        QVERIFY(copy != id); // and with the id the way to the password
        QCOMPARE(m_store->find(copy)->name, u"one (copy)"_s);
        m_store->remove(id);
        m_store->remove(id);
        QCOMPARE(removed.count(), 1);
        QVERIFY(!m_store->find(id));
        QVERIFY(m_store->duplicate(id, u"x"_s).isNull());
    }

    void nothingIsLostBeforeTheFileWasRead()
    {
        m_store->save(named(u"old"_s));
        settle(*m_store);
        ProfileStore store(m_path);
        store.save(named(u"early"_s)); // before load()
        store.load();
        store.save(named(u"while reading"_s));
        settle(store);
        QCOMPARE(store.profiles().size(), 3);
        ProfileStore again(m_path);
        load(again);
        QCOMPARE(again.profiles().size(), 3);
    }

    void theLastChangeSurvivesTheEnd()
    {
        m_store->save(named(u"last"_s));
        m_store.reset();
        ProfileStore again(m_path);
        load(again);
        QCOMPARE(again.profiles().size(), 1);
    }

    void passwordsReachNoFile()
    {
        Profile profile = named(u"one"_s);
        profile.spec = pg::ConnectionSpec::parse(u"postgresql://u:sentinel-pw@h/d"_s)->spec;
        profile.spec.options.insert(u"password"_s, u"sentinel-pw"_s);
        profile.spec.options.insert(u"sslpassword"_s, u"sentinel-pw"_s);
        const QUuid id = m_store->save(profile);
        QVERIFY(!m_store->find(id)->spec.options.contains(u"password"_s));
        m_store->duplicate(id, u"two"_s);
        settle(*m_store);
        int files = 0;
        QDirIterator each(m_folder->path(), QDir::Files | QDir::Hidden,
                          QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            QVERIFY(file.open(QFile::ReadOnly));
            QVERIFY2(!file.readAll().contains("sentinel-pw"), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files >= 2);
    }

    void saysWhatWentWrong()
    {
        m_store->save(named(u"one"_s));
        m_store->save(named(u"two"_s));
        settle(*m_store);
        QFile file(m_path);
        QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
        file.write("{");
        file.close();
        QSignalSpy failed(m_store.get(), &ProfileStore::saveFailed);
        m_store->save(named(u"three"_s));
        QTRY_COMPARE(failed.count(), 1); // it may have come before anybody waits
        QVERIFY(failed[0][0].value<base::Error>().message.contains("another program"_L1));
        QSignalSpy loaded(m_store.get(), &ProfileStore::loaded);
        m_store->load();
        QTRY_COMPARE(loaded.count(), 1);
        QVERIFY(loaded[0][0].toString().contains("backup"_L1));
        QCOMPARE(m_store->profiles().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestProfileStore)
#include "tst_profilestore.moc"
