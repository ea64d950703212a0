// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/plaintext.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

bool isHarmless(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            if (QChar::category(QChar::surrogateToUcs4(c, text[i + 1])) == QChar::Other_Format)
                return false;
            ++i;
            continue;
        }
        switch (c.category()) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return false;
        default:
            break;
        }
    }
    return true;
}

// Letters, controls, marks of direction, halves of pairs, anything.
QString randomText(QRandomGenerator &random)
{
    QString text;
    const int length = random.bounded(40);
    for (int i = 0; i < length; ++i) {
        switch (random.bounded(4)) {
        case 0:
            text += QChar(random.bounded(0x80));
            break;
        case 1:
            text += QChar(0x2000 + random.bounded(0x80));
            break;
        case 2:
            text += QChar(0xD800 + random.bounded(0x800));
            break;
        default:
            text += QChar(random.bounded(0x10000));
        }
    }
    return text;
}

} // namespace

/// Foreign text made fit to be shown.
class TestPlainText final : public QObject
{
    Q_OBJECT

private slots:
    void showsTokens();
    void keepsOrdinaryText();
    void cuts();
    void holdsItsPromises();
    void foldsBlanks();
    void decodes();
};

void TestPlainText::showsTokens()
{
    QCOMPARE(base::visibleText(u"a\nb"), u"a␊b"_s);
    QCOMPARE(base::visibleText(u"\x1b[31m"), u"␛[31m"_s);
    QCOMPARE(base::visibleText(u"\u202Egnp.exe"), u"⟨U+202E⟩gnp.exe"_s);
    QCOMPARE(base::visibleText(u"a\u200Bb"), u"a⟨U+200B⟩b"_s);
    QCOMPARE(base::visibleText(u"\u2028"), u"⟨U+2028⟩"_s);
    QCOMPARE(base::visibleText(u"\u0085"), u"⟨U+0085⟩"_s);
    QCOMPARE(base::visibleText(QString(QChar(0xD800))), u"⟨U+D800⟩"_s);
    QCOMPARE(base::visibleText(QString::fromUcs4(U"\U000E0041")), u"⟨U+E0041⟩"_s);
    QCOMPARE(base::visibleText(QString(QChar(0))), u"␀"_s);
    QCOMPARE(base::visibleText(u"\x7f"), u"␡"_s);
}

void TestPlainText::keepsOrdinaryText()
{
    for (const QString &text :
         {u""_s, u"app_rw"_s, u"äöü ß 日本語 🐉"_s, u"<b>&amp; %1</b>"_s, u"it's \"so\""_s})
        QCOMPARE(base::visibleText(text), text);
}

void TestPlainText::cuts()
{
    const QString large(10'000'000, u'x');
    const QString cut = base::visibleText(large);
    QCOMPARE(cut.size(), base::MaxCellLength + 1);
    QVERIFY(cut.endsWith(QChar(0x2026)));
    QCOMPARE(base::visibleText(u"abc", 3), u"abc"_s);
    QCOMPARE(base::visibleText(u"abcd", 3), u"abc…"_s);
    const QString dragon = QString::fromUcs4(U"\U0001F409");
    QVERIFY(isHarmless(base::visibleText(dragon.repeated(1000), 5)));
    QVERIFY(base::singleLine(large).size() <= base::MaxCellLength + 1);
}

void TestPlainText::holdsItsPromises()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    for (int i = 0; i < 5000; ++i) {
        const QString text = randomText(random);
        const int limit = 1 + int(random.bounded(60));
        for (const QString &shown :
             {base::visibleText(text, limit), base::singleLine(text, limit)}) {
            const QByteArray place =
                "seed " + QByteArray::number(seed) + ": " + text.toUtf8().toHex();
            QVERIFY2(isHarmless(shown), place.constData());
            QVERIFY2(shown.size() <= limit + 16, place.constData());
        }
        const QString once = base::visibleText(text);
        QCOMPARE(base::visibleText(once), once);
    }
}

void TestPlainText::foldsBlanks()
{
    QCOMPARE(base::singleLine(u"  SELECT\n\t 1 \r\n"), u"SELECT 1"_s);
    QCOMPARE(base::singleLine(u"\n\n"), u""_s);
    QCOMPARE(base::singleLine(u"a\u00A0\u2003b"), u"a b"_s);
    QCOMPARE(base::singleLine(u"a\u202Eb"), u"a⟨U+202E⟩b"_s);
}

void TestPlainText::decodes()
{
    QCOMPARE(base::decodeText("caf\xc3\xa9"), u"café"_s);
    QCOMPARE(base::decodeText("caf\xe9!"), u"caf\uFFFD!"_s);
    QCOMPARE(base::decodeText(QByteArrayView("ab\0cd", 5)), u"ab"_s);
    QCOMPARE(base::decodeText(QByteArrayView()), u""_s);
}

QTEST_GUILESS_MAIN(TestPlainText)
#include "tst_plaintext.moc"
