// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "profiles.h"

#include "access/profilejson.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

class TestProfileJson final : public QObject
{
    Q_OBJECT

private slots:
    void readsBackWhatItWrote()
    {
        QVERIFY(rc::check("profiles survive a round trip", [] {
            ProfileList list;
            const auto profiles = *rc::gen::container<std::vector<Profile>>(anyProfile());
            QSet<QUuid> ids;
            for (const Profile &profile : profiles) {
                if (!ids.contains(profile.id))
                    list.profiles.append(profile);
                ids.insert(profile.id);
            }
            const auto read = fromJson(toJson(list));
            RC_ASSERT(read.has_value());
            RC_ASSERT(*read == list);
        }));
    }

    void keepsWhatANewerVersionWrote()
    {
        const QByteArray text = R"({"version": 1, "theme": {"a": [1]}, "profiles": [
            {"id": "11111111-2222-3333-4444-555555555555", "name": "x", "connection": {"host": "h"},
             "colour": "ultraviolet", "password": "oracle", "later": {"deep": true}}]})";
        auto read = fromJson(text);
        QVERIFY(read);
        Profile &profile = read->profiles[0];
        QCOMPARE(profile.colour, ProfileColour::None);
        QCOMPARE(profile.passwordPolicy, PasswordPolicy::Ask);
        profile.name = u"y"_s;
        const QByteArray written = toJson(*read);
        for (const char *kept : {"ultraviolet", "oracle", "deep", "theme"})
            QVERIFY2(written.contains(kept), kept);
        profile.colour = ProfileColour::Red; // a choice of now outweighs a word of later
        QVERIFY(!toJson(*read).contains("ultraviolet"));
    }

    void leavesPasswordsOut()
    {
        const auto read = fromJson(R"({"version": 1, "profiles": [{"name": "x", "connection":
            {"host": "h", "password": "sentinel", "sslpassword": "sentinel"}}]})");
        QVERIFY(read);
        QCOMPARE(read->leftOut, (QStringList{u"x: password"_s, u"x: sslpassword"_s}));
        ProfileList list = *read;
        list.profiles[0].spec.options.insert(u"password"_s, u"sentinel"_s);
        QVERIFY(!toJson(list).contains("sentinel"));
    }

    void everyProfileGetsAnIdOfItsOwn()
    {
        const auto read = fromJson(R"({"version": 1, "profiles": [
            {"id": "11111111-2222-3333-4444-555555555555", "name": "a"},
            {"id": "11111111-2222-3333-4444-555555555555", "name": "b"}, {"name": "c"}]})");
        QVERIFY(read);
        QCOMPARE(read->profiles.size(), 3);
        QVERIFY(!read->profiles[2].id.isNull());
        QVERIFY(read->profiles[0].id != read->profiles[1].id);
    }

    void refusesOtherTexts()
    {
        for (const char *text : {"", "{", "[]", "{}", "{\"version\": 1}", "{\"profiles\": []}",
                                 "{\"version\": 1, \"profiles\": [1]}"})
            QVERIFY2(!fromJson(text), text);
    }

    void findsTheNearestColour()
    {
        QCOMPARE(nearestColour(u"#c0392b"), ProfileColour::Red);
        QCOMPARE(nearestColour(u"#00f"), ProfileColour::Blue);
        QCOMPARE(nearestColour(u"#ffffff"), ProfileColour::None);
        QCOMPARE(nearestColour(u"#000000"), ProfileColour::None);
        QCOMPARE(nearestColour(u"red; background: url(x)"), ProfileColour::None);
        QCOMPARE(nearestColour(u"#12345g"), ProfileColour::None);
    }
};

QTEST_GUILESS_MAIN(TestProfileJson)
#include "tst_profilejson.moc"
