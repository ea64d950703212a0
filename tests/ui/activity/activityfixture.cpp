// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/activity/activityfixture.h"

#include "sessions/samplesessions.h"

#include <QLineEdit>
#include <QTest>

namespace test {

using namespace Qt::StringLiterals;
using snapshot::Session;
using snapshot::Snapshot;

ActivityFixture::ActivityFixture()
    : m_theme(*qApp)
{
    qRegisterMetaType<QList<Session>>();
    m_theme.setChoice(ui::ThemeChoice::Light);
}

void ActivityFixture::open()
{
    m_page = std::make_unique<ui::ActivityPage>(m_repository);
    m_page->resize(1220, 740);
    m_page->show();
    Q_UNUSED(QTest::qWaitForWindowExposed(m_page.get()));
    m_view = child<ui::SessionView>(u"sessionTable"_s);
    m_model = static_cast<sessions::SessionModel *>(m_view->model());
    m_page->setSubject({u"1"_s, u"orders"_s, true});
    m_page->showStatus({.state = base::ServerState::Live});
    m_page->showSnapshot(believableSnapshot(3));
}

void ActivityFixture::filter(const QString &line)
{
    auto *edit = child<QLineEdit>(u"filterLine"_s);
    edit->clear();
    QTest::keyClicks(edit, line);
}

QString ActivityFixture::pids() const
{
    QStringList words;
    for (const sessions::SessionRow &row : m_model->rows())
        words += row.group ? row.group->name : QString::number(row.session->pid);
    return words.join(u' ');
}

int ActivityFixture::rowOf(int pid) const
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->row(row).session && m_model->row(row).session->pid == pid)
            return row;
    }
    return -1;
}

void ActivityFixture::click(int row, Qt::KeyboardModifiers modifiers)
{
    const QRect cell = m_view->visualRect(m_model->index(row, sessions::RoleColumn));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, cell.center());
}

void ActivityFixture::show(const std::vector<Session> &sessions, int hidden)
{
    Snapshot snapshot{.takenAt = sampleNow(), .sessions = sessions, .hiddenSessions = hidden};
    snapshot.server.role = u"dba_anna"_s;
    m_page->showSnapshot(std::make_shared<const Snapshot>(std::move(snapshot)));
}

} // namespace test
