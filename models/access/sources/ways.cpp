// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/ways.h"

#include "access/sources/sourcetext.h"

#include <algorithm>

namespace pgaccess {

namespace {

bool isLoopback(std::string_view host)
{
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::size_t commonFolder(std::string_view a, std::string_view b)
{
    return std::size_t(std::ranges::mismatch(a, b).in1 - a.begin());
}

bool isCalled(const ComposeService &service, std::string_view host)
{
    return lowered(service.name) == lowered(host) ||
           std::ranges::find(service.aliases, host) != service.aliases.end();
}

/// The service of that name, from the file nearest to the statement's; with the ports that other
/// files of its folder (overrides) publish for it.
std::optional<ComposeService> findService(std::string_view host, const std::string &file,
                                          const std::vector<ComposeService> &services)
{
    const ComposeService *best = nullptr;
    std::size_t nearest = 0;
    for (const ComposeService &each : services) {
        const std::size_t common = commonFolder(each.file, file);
        if (isCalled(each, host) && (!best || common > nearest)) {
            best = &each;
            nearest = common;
        }
    }
    if (!best)
        return {};
    ComposeService out = *best;
    for (const ComposeService &each : services) {
        if (&each == best || each.name != best->name || folderOf(each.file) != folderOf(best->file))
            continue;
        out.ports.insert(out.ports.end(), each.ports.begin(), each.ports.end());
        out.postgres = out.postgres || each.postgres;
        out.hostNetwork = out.hostNetwork || each.hostNetwork;
    }
    return out;
}

std::string hostFor(const std::string &ip)
{
    return ip.empty() || ip == "0.0.0.0" || ip == "::" ? "localhost" : ip;
}

void throughService(const ComposeService &service, Way &way)
{
    way.inside = true;
    way.service = service.name;
    way.reach = Reach::NotPublished;
    const std::string port = way.stated.port.empty() ? "5432" : way.stated.port;
    for (const PublishedPort &each : service.ports) {
        if (way.published || each.hostPort == 0 || std::to_string(each.containerPort) != port)
            continue;
        way.published = Address{hostFor(each.hostIp), std::to_string(each.hostPort)};
        way.reach = Reach::Translated;
    }
    if (service.hostNetwork) {
        way.published = Address{"localhost", port};
        way.reach = Reach::Translated;
    }
}

bool isClusterName(std::string_view host)
{
    return host.find('.') == host.npos || host.ends_with(".svc") ||
           host.ends_with(".cluster.local");
}

} // namespace

Address Address::canonical() const
{
    return {isLoopback(host) ? "localhost" : lowered(host), port.empty() ? "5432" : port};
}

Way wayTo(const Statement &statement, const std::vector<ComposeService> &services)
{
    Way way{.stated = {statement.option("host"), statement.option("port")}};
    const bool container = statement.surroundings == Surroundings::Container;
    const auto own = findService(statement.service, statement.file, services);
    if (container && own && own->postgres && way.stated.host.empty())
        way.stated.host = own->name; // an override that states the password only
    const std::string &host = way.stated.host;
    if (host.empty() || host.starts_with('/'))
        return way;
    const auto service = findService(host, statement.file, services);
    if (service) {
        throughService(*service, way);
    } else if (host == "host.docker.internal" || host == "host.containers.internal") {
        way.inside = true;
        way.reach = Reach::Translated;
        way.published = Address{"localhost", way.stated.port};
    } else if (container && isLoopback(host) && own && !own->hostNetwork) {
        way.inside = true;
        way.reach = Reach::OwnContainer;
    } else if (statement.surroundings == Surroundings::Cluster && isClusterName(host)) {
        way.inside = true;
        way.reach = Reach::Cluster;
    }
    return way;
}

std::string_view folderOf(std::string_view file)
{
    const std::size_t slash = file.rfind('/');
    return slash == file.npos ? std::string_view() : file.substr(0, slash);
}

} // namespace pgaccess
