// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/yamltree.h"

#include "access/parselimits.h"
#include "access/sources/sourcetext.h"

#include <algorithm>
#include <istream>
#include <map>
#include <ranges>
#include <streambuf>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace pgaccess {

namespace {

constexpr std::size_t MaxAliasBytes = MaxFileBytes;

/// Ends the parser from within; never leaves this file.
struct Stop
{
    SourceProblem problem;
};

/// The bytes as a stream, without a copy of them.
class ViewBuffer final : public std::streambuf
{
public:
    explicit ViewBuffer(std::string_view text)
    {
        char *start = const_cast<char *>(text.data()); // only read
        setg(start, start, start + text.size());
    }
};

std::size_t countBytes(const YamlNode &node)
{
    std::size_t count = node.text.view().size();
    for (const YamlNode &item : node.items)
        count += countBytes(item);
    return count;
}

std::size_t countNodes(const YamlNode &node)
{
    std::size_t count = 1;
    for (const YamlNode &item : node.items)
        count += countNodes(item);
    return count;
}

/// Makes nodes of the parser's events. An alias is a copy and counts as such, so that a few lines
/// cannot stand for a billion nodes.
class Builder final : public YAML::EventHandler
{
public:
    std::vector<YamlNode> takeDocuments() { return std::move(m_documents); }

    void OnDocumentStart(const YAML::Mark &) override
    {
        m_open.clear();
        m_anchors.clear();
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add({.line = mark.line + 1}, anchor);
    }
    void OnScalar(const YAML::Mark &mark, const std::string & /*tag*/, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        add({.kind = YamlNode::Kind::Text, .line = mark.line + 1, .text = SecretText(value)},
            anchor);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end()) // an alias within its own anchor
            throw Stop{SourceProblem::Syntax};
        YamlNode copy = found->second;
        m_bytes += countBytes(copy);
        count(countNodes(copy) - 1);
        copy.line = mark.line + 1;
        add(std::move(copy), 0);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string & /*tag*/, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open({.kind = YamlNode::Kind::List, .line = mark.line + 1}, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string & /*tag*/, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open({.kind = YamlNode::Kind::Map, .line = mark.line + 1}, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open
    {
        YamlNode node;
        YAML::anchor_t anchor = 0;
        bool hasKey = false;
        std::string key = {};
        int keyLine = 0;
        YamlNode merged = {}; ///< What "<<" brings.
    };

    void count(std::size_t nodes)
    {
        m_nodes += nodes;
        if (m_nodes > MaxNodes || m_bytes > MaxAliasBytes)
            throw Stop{SourceProblem::TooManyNodes};
    }

    void open(YamlNode node, YAML::anchor_t anchor)
    {
        if (m_open.size() >= std::size_t(MaxDepth))
            throw Stop{SourceProblem::TooDeep};
        m_open.push_back({std::move(node), anchor});
    }

    void close()
    {
        Open top = std::move(m_open.back());
        m_open.pop_back();
        if (!top.merged.keys.empty()) { // they come first: the map's own ones count
            moveEntries(top.node, top.merged);
            top.node.keys.swap(top.merged.keys);
            top.node.items.swap(top.merged.items);
        }
        add(std::move(top.node), top.anchor);
    }

    void add(YamlNode node, YAML::anchor_t anchor)
    {
        count(1);
        if (anchor != 0) {
            m_bytes += countBytes(node);
            count(countNodes(node));
            m_anchors[anchor] = node;
        }
        if (m_open.empty())
            m_documents.push_back(std::move(node));
        else if (m_open.back().node.kind == YamlNode::Kind::List)
            m_open.back().node.items.push_back(std::move(node));
        else
            addToMap(m_open.back(), std::move(node));
    }

    static void addToMap(Open &map, YamlNode node)
    {
        if (!map.hasKey) {
            map.hasKey = true;
            map.key = node.text.view(); // empty for a key that is no text
            map.keyLine = node.line;
            return;
        }
        map.hasKey = false;
        if (map.key == "<<")
            return merge(map.merged, std::move(node));
        if (node.kind != YamlNode::Kind::Map && node.kind != YamlNode::Kind::List)
            node.line = std::max(map.keyLine, 1);
        put(map.node, map.key, std::move(node));
    }

    static void put(YamlNode &map, const std::string &key, YamlNode node)
    {
        map.keys.push_back(key);
        map.items.push_back(std::move(node));
    }

    /// Of a list of maps the first one counts, so it comes last.
    static void merge(YamlNode &merged, YamlNode from)
    {
        if (from.kind == YamlNode::Kind::List) {
            for (YamlNode &each : from.items | std::views::reverse)
                merge(merged, std::move(each));
        } else if (from.kind == YamlNode::Kind::Map) {
            moveEntries(from, merged);
        }
    }

    static void moveEntries(YamlNode &from, YamlNode &to)
    {
        to.keys.insert(to.keys.end(), from.keys.begin(), from.keys.end());
        to.items.insert(to.items.end(), std::make_move_iterator(from.items.begin()),
                        std::make_move_iterator(from.items.end()));
    }

    std::vector<YamlNode> m_documents;
    std::vector<Open> m_open;
    std::map<YAML::anchor_t, YamlNode> m_anchors;
    std::size_t m_nodes = 0;
    std::size_t m_bytes = 0;
};

/// Removes all but the last item of each name, in every map.
void dropDoubles(YamlNode &node)
{
    if (node.kind == YamlNode::Kind::Map) {
        std::map<std::string_view, std::size_t> last;
        for (std::size_t i = 0; i < node.keys.size(); ++i)
            last[node.keys[i]] = i;
        YamlNode kept{.kind = node.kind, .line = node.line};
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            if (last.at(node.keys[i]) == i)
                kept.items.push_back(std::move(node.items[i]));
        }
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            if (last.at(node.keys[i]) == i)
                keys.push_back(node.keys[i]);
        }
        kept.keys = std::move(keys);
        node = std::move(kept);
    }
    for (YamlNode &item : node.items)
        dropDoubles(item);
}

} // namespace

const YamlNode *YamlNode::find(std::string_view key) const
{
    const auto found = std::ranges::find(keys, key);
    return found == keys.end() ? nullptr : &items[std::size_t(found - keys.begin())];
}

std::string_view YamlNode::textOf(std::string_view key) const
{
    const YamlNode *node = find(key);
    return node ? node->text.view() : std::string_view();
}

YamlDocuments parseYaml(std::string_view bytes)
{
    YamlDocuments out;
    out.problem = checkText(bytes, MaxYamlBytes);
    if (out.problem != SourceProblem::None)
        return out;
    Builder builder;
    try { // yaml-cpp speaks in exceptions; none leaves this function
        ViewBuffer buffer(withoutMark(bytes));
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Stop &stop) {
        out.problem = stop.problem;
    } catch (const YAML::Exception &fault) { // its text may quote the file, and is not used
        out.problem = SourceProblem::Syntax;
        out.problemLine = fault.mark.line + 1;
    }
    out.documents = builder.takeDocuments();
    for (YamlNode &document : out.documents)
        dropDoubles(document);
    return out;
}

} // namespace pgaccess
