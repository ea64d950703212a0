// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/inventorytext.h"

#include "base/plaintext.h"

#include <array>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct PrivilegeWord
{
    char16_t letter;
    QLatin1StringView word;
};

// https://www.postgresql.org/docs/current/ddl-priv.html
constexpr PrivilegeWord Words[] = {
    {'r', "SELECT"_L1},   {'a', "INSERT"_L1},     {'w', "UPDATE"_L1},       {'d', "DELETE"_L1},
    {'D', "TRUNCATE"_L1}, {'x', "REFERENCES"_L1}, {'t', "TRIGGER"_L1},      {'m', "MAINTAIN"_L1},
    {'C', "CREATE"_L1},   {'c', "CONNECT"_L1},    {'T', "TEMPORARY"_L1},    {'X', "EXECUTE"_L1},
    {'U', "USAGE"_L1},    {'s', "SET"_L1},        {'A', "ALTER SYSTEM"_L1},
};

// As aclitemout() does: what is no plain word stands in quotes.
QString aclName(const QString &name)
{
    const bool plain =
        std::ranges::all_of(name, [](QChar c) { return c == u'_' || c.isLetterOrNumber(); });
    QString quoted = name;
    return plain ? name : u'"' + quoted.replace(u'"', "\"\""_L1) + u'"';
}

} // namespace

QString InventoryText::bytes(qint64 count)
{
    static constexpr std::array units{"bytes"_L1, "kB"_L1, "MB"_L1, "GB"_L1, "TB"_L1, "PB"_L1};
    auto size = double(count);
    size_t unit = 0;
    while (std::abs(size) >= 1024 && unit + 1 < units.size()) {
        size /= 1024;
        ++unit;
    }
    const int digits = unit == 0 || std::abs(size) >= 100 ? 0 : 1;
    return QString::number(size, 'f', digits) + u' ' + units[unit];
}

QString InventoryText::byteChange(qint64 change)
{
    return change > 0 ? u'+' + bytes(change) : change < 0 ? u'−' + bytes(-change) : u"0"_s;
}

QString InventoryText::number(qint64 number)
{
    QString digits = QString::number(std::abs(number));
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QChar(0x2009)); // thin blank
    return number < 0 ? u'−' + digits : digits;
}

QString InventoryText::moment(base::Timestamp time)
{
    return base::toIso(time).left(19).replace(u'T', u' ');
}

QString InventoryText::ago(base::Timestamp time, base::Timestamp now)
{
    using namespace std::chrono;
    const auto passed = now - time;
    if (passed < minutes(1))
        return tr("now", "last seen");
    if (passed < hours(1))
        return tr("%1 min ago").arg(floor<minutes>(passed).count());
    if (passed < days(2))
        return tr("%1 h ago").arg(floor<hours>(passed).count());
    return tr("%1 d ago").arg(floor<days>(passed).count());
}

QString InventoryText::role(const Inventory &inventory, Oid oid)
{
    if (oid == 0)
        return u"PUBLIC"_s;
    const Role *found = inventory.role(oid);
    return found ? base::visibleText(found->name) : tr("role %1").arg(oid);
}

QString InventoryText::database(const Inventory &inventory, Oid oid)
{
    const Database *found = inventory.database(oid);
    return found ? base::visibleText(found->name) : tr("database %1").arg(oid);
}

QString InventoryText::password(PasswordKind kind)
{
    switch (kind) {
    case PasswordKind::None:
        return tr("none", "password");
    case PasswordKind::Md5:
        return u"md5"_s;
    case PasswordKind::Scram:
        return u"scram"_s;
    case PasswordKind::Hidden:
        break;
    }
    return tr("hidden", "password");
}

QString InventoryText::databases(int count)
{
    return count == 1 ? tr("1 database") : tr("%1 databases").arg(number(count));
}

QString InventoryText::objects(int count)
{
    return count == 1 ? tr("1 object") : tr("%1 objects").arg(number(count));
}

QString InventoryText::connections(int used, int limit)
{
    return limit < 0 ? QString::number(used) : tr("%1 of %2").arg(used).arg(limit);
}

QString InventoryText::privileges(const AclItem &item)
{
    QStringList words;
    for (const PrivilegeWord &each : Words) {
        if (!item.privileges.contains(QChar(each.letter)))
            continue;
        const bool grantable = item.grantable.contains(QChar(each.letter));
        words.append(grantable ? tr("%1 (may grant)").arg(QString(each.word)) : QString(each.word));
    }
    return words.join(", "_L1);
}

QString InventoryText::aclItem(const Inventory &inventory, const AclItem &item)
{
    QString letters;
    for (const QChar letter : item.privileges) {
        letters += letter;
        if (item.grantable.contains(letter))
            letters += u'*';
    }
    const QString grantee = item.grantee == 0 ? QString() : aclName(role(inventory, item.grantee));
    return grantee + u'=' + letters + u'/' + aclName(role(inventory, item.grantor));
}

QString InventoryText::locale(const Database &database)
{
    const QString name = database.locale.isEmpty() ? database.collation : database.locale;
    if (database.provider.isEmpty() || database.provider == "libc"_L1)
        return base::visibleText(name);
    return tr("%1 by %2", "locale by provider")
        .arg(base::visibleText(name), base::visibleText(database.provider));
}

QString InventoryText::encoding(const Database &database)
{
    return base::visibleText(database.encoding) + u' ' + locale(database);
}

} // namespace ui
