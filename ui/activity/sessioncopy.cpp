// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/sessioncopy.h"

#include "activity/sessionview.h"
#include "sessions/sessionexport.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonDocument>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::ActivityPage)
};

QList<int> shownColumns(const SessionView &view)
{
    QList<int> columns;
    for (int visual = 0; visual < view.header()->count(); ++visual) {
        const int column = view.header()->logicalIndex(visual);
        if (!view.isColumnHidden(column))
            columns.append(column);
    }
    return columns;
}

QString asText(const SessionView &view, const std::vector<const snapshot::Session *> &sessions)
{
    const auto &model = static_cast<const sessions::SessionModel &>(*view.model());
    const QList<int> columns = shownColumns(view);
    QList<bool> right;
    QList<QStringList> lines{{}};
    for (const int column : columns) {
        right.append(sessions::isNumber(sessions::Column(column)));
        lines[0] += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    }
    for (const snapshot::Session *session : sessions) {
        const int row = model.rowOf({session->key(), {}});
        lines.append(QStringList());
        for (const int column : columns)
            lines.last() += model.index(row, column).data().toString();
    }
    return sessions::alignedText(lines, right);
}

} // namespace

QString sessionsAsText(const SessionView &view, CopyFormat format)
{
    std::vector<const snapshot::Session *> sessions = view.selected();
    if (sessions.empty())
        sessions = view.all();
    const auto &model = static_cast<const sessions::SessionModel &>(*view.model());
    if (sessions.empty())
        return {};
    const base::Timestamp now = model.snapshot()->takenAt;
    switch (format) {
    case CopyFormat::Csv:
        return sessions::sessionsToCsv(sessions, now);
    case CopyFormat::Json:
        return QString::fromUtf8(QJsonDocument(sessions::sessionsToJson(sessions, now)).toJson());
    case CopyFormat::Text:
        break;
    }
    return asText(view, sessions);
}

QList<QAction *> makeCopyActions(SessionView *view)
{
    const std::tuple<CopyFormat, QString, QString> formats[] = {
        {CopyFormat::Text, Tr::tr("Copy"), u"copyText"_s},
        {CopyFormat::Csv, Tr::tr("Copy as CSV"), u"copyCsv"_s},
        {CopyFormat::Json, Tr::tr("Copy as JSON"), u"copyJson"_s},
    };
    QList<QAction *> actions;
    for (const auto &[format, text, name] : formats) {
        auto *action = new QAction(text, view);
        action->setObjectName(name);
        action->setToolTip(Tr::tr("Copies the selected sessions, or all if none is selected."));
        QObject::connect(action, &QAction::triggered, view, [view, kind = format] {
            QGuiApplication::clipboard()->setText(sessionsAsText(*view, kind));
        });
        actions.append(action);
    }
    actions.first()->setShortcut(QKeySequence::Copy);
    actions.first()->setShortcutContext(Qt::WidgetShortcut);
    return actions;
}

} // namespace ui
