// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/filter.h"

namespace sessions {

using namespace Qt::StringLiterals;

namespace {

constexpr std::pair<QLatin1StringView, FilterField> Fields[] = {
    {"state"_L1, FilterField::State},
    {"role"_L1, FilterField::Role},
    {"db"_L1, FilterField::Database},
    {"app"_L1, FilterField::Application},
    {"client"_L1, FilterField::Client},
    {"wait"_L1, FilterField::Wait},
    {"type"_L1, FilterField::Type},
    {"pid"_L1, FilterField::Pid},
    {"query"_L1, FilterField::Query},
    {"age"_L1, FilterField::Age},
    {"xact"_L1, FilterField::Transaction},
    {"idle"_L1, FilterField::Idle},
    {"user"_L1, FilterField::Role},
    {"database"_L1, FilterField::Database},
    {"application"_L1, FilterField::Application},
};

constexpr std::pair<QLatin1StringView, StateGroup> States[] = {
    {"active"_L1, StateGroup::Active},
    {"idle"_L1, StateGroup::Idle},
    {"idle in transaction"_L1, StateGroup::IdleInTransaction},
    {"aborted"_L1, StateGroup::Aborted},
    {"waiting"_L1, StateGroup::Waiting},
    {"background"_L1, StateGroup::Background},
    {"hidden"_L1, StateGroup::Hidden},
    {"starting"_L1, StateGroup::Starting},
    {"disabled"_L1, StateGroup::Disabled},
    {"idle in transaction (aborted)"_L1, StateGroup::Aborted},
};

bool isAgeField(FilterField field)
{
    return field == FilterField::Age || field == FilterField::Transaction ||
           field == FilterField::Idle;
}

bool isFieldLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_';
}

template <typename T>
const T *named(std::span<const std::pair<QLatin1StringView, T>> table, QStringView name)
{
    const auto at = std::ranges::find_if(table, [&](const auto &entry) {
        return name.compare(entry.first, Qt::CaseInsensitive) == 0;
    });
    return at == table.end() ? nullptr : &at->second;
}

/// Reads one line from left to right; what it cannot read becomes a mistake and the next word
/// begins after the blank.
class Parser final
{
public:
    explicit Parser(QStringView line)
        : m_line(line)
    {
    }

    Filter parse()
    {
        for (skipBlanks(); m_at < m_line.size(); skipBlanks())
            readTerm();
        return std::move(m_filter);
    }

private:
    struct Value
    {
        QString text;
        qsizetype begin = 0;
        bool quoted = false;
    };

    QChar peek() const { return m_at < m_line.size() ? m_line[m_at] : QChar(); }

    void skipBlanks()
    {
        while (peek().isSpace())
            ++m_at;
    }

    void mistake(FilterMistake::Kind kind, qsizetype begin)
    {
        m_filter.mistakes.push_back(
            {kind, begin, m_at - begin, m_line.sliced(begin, m_at - begin).toString()});
    }

    void readTerm()
    {
        FilterTerm term;
        const qsizetype begin = m_at;
        if (peek() == u'-' || peek() == u'!') {
            term.negated = true;
            ++m_at;
        }
        const qsizetype nameBegin = m_at;
        while (isFieldLetter(peek()))
            ++m_at;
        const QStringView name = m_line.sliced(nameBegin, m_at - nameBegin);
        if (name.isEmpty() || !readOperator(term.comparison)) {
            m_at = nameBegin;
            readText(term, begin);
            return;
        }
        const FilterField *field = named<FilterField>(Fields, name);
        const Value value = readValue();
        if (!field)
            m_filter.mistakes.push_back(
                {FilterMistake::UnknownField, nameBegin, name.size(), name.toString()});
        else if (value.text.isEmpty())
            mistake(FilterMistake::MissingValue, begin);
        else
            readCondition(term, *field, value);
    }

    void readText(FilterTerm &term, qsizetype begin)
    {
        const Value value = readValue();
        if (value.text.isEmpty())
            return mistake(FilterMistake::MissingValue, begin);
        term.texts = {value.text};
        m_filter.terms.push_back(std::move(term));
    }

    bool readOperator(FilterOperator &comparison)
    {
        const bool orEqual = m_at + 1 < m_line.size() && m_line[m_at + 1] == u'=';
        switch (peek().unicode()) {
        case u':':
            comparison = FilterOperator::Contains;
            break;
        case u'=':
            comparison = FilterOperator::Equals;
            break;
        case u'<':
            comparison = orEqual ? FilterOperator::LessOrEqual : FilterOperator::Less;
            break;
        case u'>':
            comparison = orEqual ? FilterOperator::GreaterOrEqual : FilterOperator::Greater;
            break;
        default:
            return false;
        }
        m_at += orEqual && comparison > FilterOperator::Equals ? 2 : 1;
        return true;
    }

    // A word, or a text in quotes in which "" is a quote.
    Value readValue()
    {
        Value value{.begin = m_at, .quoted = peek() == u'"'};
        if (!value.quoted) {
            while (m_at < m_line.size() && !peek().isSpace())
                value.text += m_line[m_at++];
            return value;
        }
        for (++m_at; m_at < m_line.size(); ++m_at) {
            if (peek() == u'"') {
                if (m_at + 1 == m_line.size() || m_line[m_at + 1] != u'"') {
                    ++m_at;
                    return value;
                }
                ++m_at;
            }
            value.text += peek();
        }
        mistake(FilterMistake::OpenQuote, value.begin);
        return value;
    }

    void readCondition(FilterTerm &term, FilterField field, const Value &value)
    {
        term.field = field;
        const bool compares = term.comparison > FilterOperator::Equals;
        if (isAgeField(field) && !compares)
            return mistake(FilterMistake::NeedsComparison, value.begin);
        if (compares && !isAgeField(field) && field != FilterField::Query)
            return mistake(FilterMistake::CannotCompare, value.begin);
        if (compares) {
            const std::optional<Duration> duration = base::parseDuration(value.text);
            if (!duration)
                return mistake(FilterMistake::NotADuration, value.begin);
            term.duration = *duration;
        } else {
            term.texts =
                value.quoted ? QStringList{value.text} : value.text.split(u',', Qt::SkipEmptyParts);
            if (!readNames(term, value.begin))
                return;
        }
        m_filter.terms.push_back(std::move(term));
    }

    static bool addState(FilterTerm &term, QString name)
    {
        const StateGroup *group = named<StateGroup>(States, name.replace(u'_', u' '));
        if (group)
            term.states.push_back(*group);
        return group;
    }

    bool readNames(FilterTerm &term, qsizetype begin)
    {
        if (term.texts.isEmpty()) {
            mistake(FilterMistake::MissingValue, begin);
            return false;
        }
        for (const QString &text : std::as_const(term.texts)) {
            bool known = true;
            if (term.field == FilterField::Pid)
                term.pids.push_back(text.toInt(&known));
            if (term.field == FilterField::State)
                known = addState(term, text);
            if (!known) {
                mistake(term.field == FilterField::Pid ? FilterMistake::NotAPid
                                                       : FilterMistake::UnknownState,
                        begin);
                return false;
            }
        }
        return true;
    }

    QStringView m_line;
    qsizetype m_at = 0;
    Filter m_filter;
};

template <typename T>
QStringList names(std::span<const std::pair<QLatin1StringView, T>> table)
{
    QStringList result;
    for (const auto &entry : table)
        result.append(entry.first);
    return result;
}

} // namespace

Filter parseFilter(QStringView line)
{
    return Parser(line).parse();
}

QStringList filterFieldNames()
{
    return names<FilterField>(std::span(Fields).first(12));
}

QStringList filterStateNames()
{
    return names<StateGroup>(std::span(States).first(9));
}

} // namespace sessions
