// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace pgaccess {

/// The text of a rule file with asterisks for the values of ldapbindpasswd and radiussecrets, in
/// comments too.
std::string withoutRuleSecrets(std::string_view text);

} // namespace pgaccess
