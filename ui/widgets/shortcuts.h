// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QKeySequence>
#include <QList>

namespace ui::shortcuts {

// Every key of the program in one place. A key that types a letter or presses a button elsewhere
// (Space, Delete, '/') acts only where no such control has the focus.

inline QKeySequence panel(int number) ///< 1 to 9, in the order of the left column.
{
    return QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number));
}

constexpr auto Filter = QKeyCombination(Qt::Key_Slash);
constexpr auto Pause = QKeyCombination(Qt::Key_Space);
constexpr auto Palette = QKeyCombination(Qt::CTRL | Qt::Key_K);
constexpr auto GoTo = QKeyCombination(Qt::CTRL | Qt::Key_P);
constexpr auto CancelStatement = QKeyCombination(Qt::Key_Delete);
constexpr auto TerminateSession = QKeyCombination(Qt::SHIFT | Qt::Key_Delete);
constexpr auto CopyPicture = QKeyCombination(Qt::CTRL | Qt::SHIFT | Qt::Key_S);
constexpr auto Help = QKeyCombination(Qt::Key_F1);
constexpr auto AddConnection = QKeyCombination(Qt::CTRL | Qt::Key_N);
constexpr auto Quit = QKeyCombination(Qt::CTRL | Qt::Key_Q);

inline QList<QKeySequence> refresh()
{
    return {QKeySequence(Qt::CTRL | Qt::Key_R), QKeySequence(Qt::Key_F5)};
}

} // namespace ui::shortcuts
