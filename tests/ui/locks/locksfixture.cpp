// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locksfixture.h"

using namespace Qt::StringLiterals;
using snapshot::Session;

const QString LocksFixture::Usual =
    u"7 app_rw idle-tx 5m 'UPDATE orders SET a = 1' db=orders xid=9 xact=6m\n"
    "8 deploy active 2m 'SELECT pg_sleep(600)' db=orders xact=2m\n"
    "12 web active 4m 'UPDATE orders SET b = 2' db=orders wait=Lock:relation\n"
    "13 web active 3m 'DELETE FROM orders' db=orders wait=Lock:relation\n"
    "20 batch active 1m 'SELECT 1' db=orders wait=Lock:relation\n"
    "12 waits 7\n13 waits 12\n20 waits 8"_s;

bool LocksFixture::open()
{
    if (!m_theme)
        m_theme = std::make_unique<ui::Theme>(*qApp);
    m_theme->setChoice(ui::ThemeChoice::Light);
    m_page = std::make_unique<ui::LocksPage>(m_repository);
    m_page->resize(1220, 780);
    m_page->show();
    if (!QTest::qWaitForWindowExposed(m_page.get()))
        return false;
    m_roots = child<ui::RootList>(u"rootList"_s);
    m_tree = child<ui::WaitTreeView>(u"waitTree"_s);
    m_page->setSubject({u"1"_s, u"orders"_s, true});
    m_page->showStatus({.state = base::ServerState::Live});
    show(Usual);
    return true;
}

void LocksFixture::show(const QString &text)
{
    m_page->showSituation(locks::situationOf(tests::snapshotOf(text)));
}

void LocksFixture::showTree()
{
    QTest::mouseClick(child<QAbstractButton>(u"chip-tree"_s), Qt::LeftButton);
}

int LocksFixture::rootRow(int pid) const
{
    for (int row = 0; row < m_roots->model()->rowCount(); ++row) {
        if (m_roots->roots().row(row).node.pid == pid)
            return row;
    }
    return -1;
}

void LocksFixture::clickRoot(int pid)
{
    const QRect rect = m_roots->visualRect(m_roots->model()->index(rootRow(pid), 0));
    QTest::mouseClick(m_roots->viewport(), Qt::LeftButton, {}, rect.topLeft() + QPoint(20, 15));
}

void LocksFixture::clickTree(int pid)
{
    const int row = m_tree->tree().firstRowOf(
        {.pid = pid, .backendStart = [&] {
             const auto &sessions = m_tree->tree().situation()->snapshot->sessions;
             return std::ranges::find(sessions, pid, &Session::pid)->backendStart;
         }()});
    QVERIFY(row >= 0);
    const QRect cell = m_tree->visualRect(m_tree->model()->index(row, 3));
    QTest::mouseClick(m_tree->viewport(), Qt::LeftButton, {}, cell.center());
}
