// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSyntaxHighlighter>

namespace ui {

struct Tokens;

/// Colours pg_hba.conf and pg_ident.conf with the tokens of the theme: comments, the type of a
/// line, quoted words, its method.
class HbaHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    explicit HbaHighlighter(QTextDocument *document);

    void setTokens(const Tokens &tokens);

protected:
    void highlightBlock(const QString &text) override;

private:
    void highlightWord(const QString &text, qsizetype from, qsizetype to, int word);

    const Tokens *m_tokens;
};

} // namespace ui
