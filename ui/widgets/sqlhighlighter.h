// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <KSyntaxHighlighting/SyntaxHighlighter>

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

struct Tokens;

/// Colours SQL with the tokens of the theme instead of a theme of the library's own.
class SqlHighlighter final : public KSyntaxHighlighting::SyntaxHighlighter
{
    Q_OBJECT

public:
    explicit SqlHighlighter(KSyntaxHighlighting::Repository &repository);

    /// Takes effect with the next setDocument() or rehighlight().
    void setTokens(const Tokens &tokens) { m_tokens = &tokens; }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;

private:
    const Tokens *m_tokens;
};

} // namespace ui
