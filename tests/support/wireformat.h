// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

/// Messages of PostgreSQL's protocol version 3, as a server sends them
/// (https://www.postgresql.org/docs/17/protocol-message-formats.html).
namespace tests::wire {

QByteArray int16(int value);
QByteArray int32(quint32 value);
QByteArray text(const QByteArray &value);

/// A message with its type and its right length.
QByteArray message(char type, const QByteArray &payload = {});

QByteArray authentication(quint32 kind, const QByteArray &rest = {});
QByteArray parameterStatus(const QByteArray &name, const QByteArray &value);
QByteArray readyForQuery();
QByteArray rowDescription(const QByteArrayList &names);
QByteArray dataRow(const QByteArrayList &values);
QByteArray commandComplete(const QByteArray &tag);
QByteArray notification(const QByteArray &channel, const QByteArray &payload);

using Fields = QList<std::pair<char, QByteArray>>;

/// ErrorResponse ('E') or NoticeResponse ('N').
QByteArray report(char type, const Fields &fields);

/// All that a server says between a successful authentication and the first query.
QByteArray greeting(const QByteArray &version);

} // namespace tests::wire
