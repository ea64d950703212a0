// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/loginfailures.h"

#include <QJsonObject>

#include <functional>

namespace pgaccess {

/// A log's story as a document shows it, each group with whether somebody was tried whom it means.
/// Times whose zone is not UTC are given as they were logged only.
QJsonObject storyToJson(const LogStory &story,
                        const std::function<bool(const LoginFailures &)> &wasTried);

} // namespace pgaccess
