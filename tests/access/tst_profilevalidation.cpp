// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/profilevalidation.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

class TestProfileValidation final : public QObject
{
    Q_OBJECT

    static std::optional<ProfileIssue> issue(const QString &option, const QString &value)
    {
        const auto problem = validateOption(option, value);
        return problem ? std::optional(problem->issue) : std::nullopt;
    }

private slots:
    void checksOptions()
    {
        QCOMPARE(issue(u"port"_s, u"5432"_s), std::nullopt);
        QCOMPARE(issue(u"port"_s, u"5432,,6432"_s), std::nullopt);
        QCOMPARE(issue(u"port"_s, u"0"_s), ProfileIssue::BadPort);
        QCOMPARE(issue(u"port"_s, u"http"_s), ProfileIssue::BadPort);
        QCOMPARE(issue(u"sslmode"_s, u"verify-full"_s), std::nullopt);
        QCOMPARE(issue(u"sslmode"_s, u"Verify"_s), ProfileIssue::BadWord);
        QCOMPARE(validateOption(u"sslmode"_s, u"x"_s)->words.size(), 6);
        QCOMPARE(issue(u"connect_timeout"_s, u"soon"_s), ProfileIssue::BadNumber);
        QCOMPARE(issue(u"PasswordExecCommand"_s, u"x"_s), ProfileIssue::UnknownOption);
        QCOMPARE(issue(u"password"_s, u"x"_s), ProfileIssue::SecretOption);
        QCOMPARE(issue(u"host"_s, u"a\nb"_s), ProfileIssue::ControlCharacter);
        QCOMPARE(issue(u"application_name"_s, u"a b"_s), std::nullopt);
    }

    void everyWordIsOneOfLibpq()
    {
        for (const QString &option : pg::ConnectionSpec::knownOptions()) {
            for (const QString &word : optionWords(option))
                QVERIFY(pg::ConnectionSpec::parse(option + u'=' + word));
        }
    }

    void checksProfiles()
    {
        Profile profile;
        QVERIFY(validate(profile).isEmpty());
        profile.passwordPolicy = PasswordPolicy::PassFile;
        QCOMPARE(validate(profile).at(0).issue, ProfileIssue::PassFileMissing);
        profile.passFile = u"/x"_s;
        profile.spec.set(u"host"_s, u"a,b,c"_s);
        profile.spec.set(u"port"_s, u"1,2"_s);
        QCOMPARE(validate(profile).at(0).issue, ProfileIssue::HostCount);
        profile.spec.set(u"port"_s, u"1"_s);
        QVERIFY(validate(profile).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestProfileValidation)
#include "tst_profilevalidation.moc"
