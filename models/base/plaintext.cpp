// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/plaintext.h"

#include <QStringDecoder>

namespace base {

namespace {

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
    }
}

QString token(char32_t c)
{
    if (c < 0x20)
        return QString(QChar(0x2400 + c)); // the Unicode block "Control Pictures"
    if (c == 0x7f)
        return QString(QChar(0x2421));
    return QStringLiteral("⟨U+%1⟩").arg(uint(c), 4, 16, QLatin1Char('0')).toUpper();
}

// One code point at position i; a lone surrogate is itself.
char32_t codePoint(QStringView text, qsizetype i, int &length)
{
    length = 1;
    if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
        length = 2;
        return QChar::surrogateToUcs4(text[i], text[i + 1]);
    }
    return text[i].unicode();
}

} // namespace

QString visibleText(QStringView text, qsizetype limit)
{
    QString out;
    out.reserve(std::min(text.size(), limit) + 1);
    int length = 1;
    for (qsizetype i = 0; i < text.size(); i += length) {
        if (out.size() >= limit)
            return out + QChar(0x2026);
        const char32_t c = codePoint(text, i, length);
        if (isInvisible(c))
            out += token(c);
        else
            out += text.sliced(i, length);
    }
    return out;
}

QString singleLine(QStringView text, qsizetype limit)
{
    QString folded;
    const qsizetype enough = std::min(text.size(), limit * 4);
    folded.reserve(enough);
    bool blank = false;
    for (qsizetype i = 0; i < enough; ++i) {
        if (text[i].isSpace()) {
            blank = !folded.isEmpty();
            continue;
        }
        if (blank)
            folded += QLatin1Char(' ');
        blank = false;
        folded += text[i];
    }
    return visibleText(folded, limit);
}

QString decodeText(QByteArrayView bytes)
{
    if (const auto end = bytes.indexOf('\0'); end >= 0)
        bytes = bytes.first(end);
    return QString::fromUtf8(bytes);
}

} // namespace base
