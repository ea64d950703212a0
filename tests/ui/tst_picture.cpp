// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/picture.h"

#include "widgets/theme.h"

#include <QLabel>
#include <QTest>

using namespace Qt::StringLiterals;

class TestPicture final : public QObject
{
    Q_OBJECT

private slots:
    void hasTheSizeOfItsScale();
    void captionIsPartOfIt();
    void panelStandsBelowTheCaption();

private:
    ui::Theme m_theme{*qApp};
};

namespace {

const ui::PictureCaption Caption{.panel = u"Activity"_s,
                                 .server = u"orders <b>"_s,
                                 .role = u"dba"_s,
                                 .takenAt = base::fromIso(u"2026-11-20T03:12:47Z")};

} // namespace

void TestPicture::hasTheSizeOfItsScale()
{
    QWidget panel;
    panel.resize(400, 200);
    const QImage one = ui::panelPicture(&panel, Caption, 1);
    const QImage two = ui::panelPicture(&panel, Caption, 2);
    const QImage half = ui::panelPicture(&panel, Caption, 1.5);
    QCOMPARE(one.width(), 400);
    QVERIFY(one.height() > 220);
    QCOMPARE(two.size(), one.size() * 2);
    QCOMPARE(half.size(), one.size() * 1.5);
    QCOMPARE(two.devicePixelRatio(), 2.0);
}

void TestPicture::captionIsPartOfIt()
{
    QWidget panel;
    panel.resize(600, 100);
    const QImage named = ui::panelPicture(&panel, Caption, 1);
    ui::PictureCaption other = Caption;
    other.server = u"billing"_s;
    QVERIFY(ui::panelPicture(&panel, other, 1) != named);
    other = Caption;
    other.takenAt.reset();
    QVERIFY(ui::panelPicture(&panel, other, 1) != named);
    QCOMPARE(ui::panelPicture(&panel, Caption, 1), named);
}

void TestPicture::panelStandsBelowTheCaption()
{
    m_theme.setChoice(ui::ThemeChoice::Dark);
    QWidget panel;
    panel.resize(200, 100);
    panel.setAutoFillBackground(true);
    panel.ensurePolished();
    const QImage picture = ui::panelPicture(&panel, Caption, 2);
    const QColor below = picture.pixelColor(20, picture.height() - 20);
    QCOMPARE(below, ui::darkTokens().window);
    QCOMPARE(picture.pixelColor(2, 2), ui::darkTokens().surface);
}

QTEST_MAIN(TestPicture)
#include "tst_picture.moc"
