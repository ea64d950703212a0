// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/uistate.h"

#include <QHeaderView>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

// A header of a view has a name of Qt's own; it goes by the name of its view.
QString stateKey(const QWidget &widget, const QWidget &named)
{
    if (named.objectName().isEmpty() || named.objectName().startsWith("qt_"_L1))
        return {};
    QString key = u"state/"_s + QString::fromLatin1(widget.metaObject()->className());
    return key.replace("::"_L1, "-"_L1) + u'/' + named.objectName();
}

QString fittedKey(const QString &header)
{
    return header + "/fitted"_L1;
}

template <typename T, typename Visit>
void visitNamed(const QWidget &window, Visit visit)
{
    for (T *widget : window.findChildren<T *>()) {
        const bool header = qobject_cast<const QHeaderView *>(widget) != nullptr;
        const QWidget *named = header ? widget->parentWidget() : widget;
        if (const QString key = stateKey(*widget, *named); !key.isEmpty())
            visit(key, *widget);
    }
}

} // namespace

void UiState::save(const QWidget &window)
{
    m_settings.setValue(stateKey(window, window), window.saveGeometry());
    const auto keep = [this](const QString &key, const auto &widget) {
        m_settings.setValue(key, widget.saveState());
    };
    visitNamed<QSplitter>(window, keep);
    visitNamed<QHeaderView>(window, [&](const QString &key, const QHeaderView &header) {
        keep(key, header);
        if (const QVariant fitted = header.property(FittedProperty); fitted.isValid())
            m_settings.setValue(fittedKey(key), fitted);
    });
    visitNamed<QStackedWidget>(window, [this](const QString &key, const QStackedWidget &stack) {
        m_settings.setValue(key, stack.currentIndex());
    });
}

void UiState::restore(QWidget &window) const
{
    window.restoreGeometry(m_settings.value(stateKey(window, window)).toByteArray());
    const auto bring = [this](const QString &key, auto &widget) {
        if (const QByteArray state = m_settings.value(key).toByteArray(); !state.isEmpty())
            widget.restoreState(state);
    };
    visitNamed<QSplitter>(window, bring);
    visitNamed<QHeaderView>(window, [&](const QString &key, QHeaderView &header) {
        const bool fits = header.property(FittedProperty).isValid();
        bring(key, header);
        if (fits)
            header.setProperty(FittedProperty, m_settings.value(fittedKey(key), true));
    });
    visitNamed<QStackedWidget>(window, [this](const QString &key, QStackedWidget &stack) {
        const int page = m_settings.value(key, -1).toInt();
        if (page >= 0 && page < stack.count())
            stack.setCurrentIndex(page);
    });
}

} // namespace ui
