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

/// A short SQL text to be read and edited, highlighted. Tab goes on to the next control.
class SqlEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit SqlEdit(KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);
    ~SqlEdit() override;

    /// As high as the text needs, between three and twelve lines.
    QSize sizeHint() const override;
    QVariant loadResource(int type, const QUrl &name) override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void dress();

    std::unique_ptr<SqlHighlighter> m_highlighter;
};

} // namespace ui
