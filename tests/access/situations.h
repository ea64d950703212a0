// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QList>

namespace tests {

/// What clients saw and servers logged in failures of all kinds, one for each server and client
/// version where these differ.
QList<QJsonObject> situations();

/// The name of the cause that a situation has.
QString causeOfSituation(const QString &situation);

/// True for situations that are not failures: the session comes about.
bool isSuccess(const QString &situation);

} // namespace tests
