// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/kubernetes.h"

#include "access/sources/sourcetext.h"
#include "access/sources/variables.h"
#include "access/sources/yamltree.h"

#include <algorithm>

namespace pgaccess {

namespace {

int base64Digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : -1;
}

void addData(const YamlNode &secret, Variables &out)
{
    const YamlNode *data = secret.find("data");
    for (std::size_t i = 0; data && i < data->keys.size(); ++i) {
        auto value = decodeBase64(data->items[i].text.view());
        if (value && isCleanText(value->view()) && out.size() < MaxVariables)
            out.push_back({data->keys[i], std::move(*value), data->items[i].line, {}, {}});
    }
}

/// "stringData" wins over "data", as in the cluster.
void addStringData(const YamlNode &secret, Variables &out)
{
    const YamlNode *data = secret.find("stringData");
    for (std::size_t i = 0; data && i < std::min(data->keys.size(), MaxVariables); ++i) {
        std::erase_if(out, [&](const Variable &each) { return each.name == data->keys[i]; });
        if (out.size() < MaxVariables)
            out.push_back({data->keys[i], data->items[i].text, data->items[i].line, {}, {}});
    }
}

void readObject(const YamlNode &object, std::vector<Statement> &out)
{
    const YamlNode *items = object.find("items");
    for (std::size_t i = 0; items && i < items->items.size(); ++i) {
        if (items->items[i].textOf("kind") == "Secret")
            readObject(items->items[i], out);
    }
    if (object.textOf("kind") != "Secret")
        return;
    const YamlNode *metadata = object.find("metadata");
    Variables variables;
    addData(object, variables);
    addStringData(object, variables);
    const std::string name(metadata ? metadata->textOf("name") : "");
    auto found = statementsFrom(variables, {.kind = SourceKind::Kubernetes,
                                            .label = name.empty() ? "Secret" : name,
                                            .surroundings = Surroundings::Cluster});
    for (Statement &each : found) {
        if (out.size() < MaxStatements)
            out.push_back(std::move(each));
    }
}

} // namespace

SourceFile readKubernetes(std::string_view bytes)
{
    const YamlDocuments yaml = parseYaml(bytes);
    SourceFile out{.problem = yaml.problem, .problemLine = yaml.problemLine};
    for (const YamlNode &document : yaml.documents)
        readObject(document, out.statements);
    return out;
}

std::optional<SecretText> decodeBase64(std::string_view text)
{
    SecretBuilder out;
    unsigned int bits = 0;
    int count = 0;
    std::size_t digits = 0, padding = 0;
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == ' ' || c == '\t')
            continue;
        const int digit = base64Digit(c);
        padding += c == '=';
        if (c == '=' && padding <= 2)
            continue;
        if (digit < 0 || padding != 0)
            return {};
        bits = (bits << 6 | unsigned(digit)) & 0xFFFFFF;
        ++digits;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.append(char(bits >> count & 0xFF));
        }
    }
    return digits % 4 == 1 ? std::nullopt : std::optional(out.text());
}

} // namespace pgaccess
