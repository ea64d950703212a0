// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPlainTextEdit>

#include <memory>

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class SqlHighlighter;

/// Shows one SQL text: read-only, wrapped, highlighted, copyable. The text is foreign: what cannot
/// be seen in it is shown as a token, nothing in it is ever loaded or followed. A text of 1 MiB
/// shows without freezing; only short ones are highlighted.
class SqlView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// The repository of definitions is slow to make: one for the whole program.
    explicit SqlView(KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);
    ~SqlView() override;

    /// Keeps scroll position and selection if the text is the one shown already.
    void setSql(const QString &sql);
    /// The text as it was given.
    const QString &sql() const { return m_sql; }

    QVariant loadResource(int type, const QUrl &name) override;

protected:
    void changeEvent(QEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;

private:
    void dress();

    std::unique_ptr<SqlHighlighter> m_highlighter;
    QString m_sql;
};

/// The text as lines that can be laid out: invisible characters as tokens, lines broken after about
/// 2,000 characters with a mark that copying takes away again.
QString layoutLines(QStringView sql);

/// Undoes the line breaks of layoutLines().
QString withoutLayoutBreaks(QString text);

} // namespace ui
