// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/collect.h"

#include "access/parselimits.h"
#include "access/passfilereader.h"
#include "access/sources/dbeaver.h"
#include "access/sources/django.h"
#include "access/sources/dotenv.h"
#include "access/sources/errortext.h"
#include "access/sources/ini.h"
#include "access/sources/kubernetes.h"
#include "access/sources/otherfiles.h"
#include "access/sources/prisma.h"
#include "access/sources/rails.h"
#include "access/sources/recognise.h"
#include "access/sources/spring.h"
#include "access/sources/ways.h"
#include "base/privatefile.h"

#include <QDir>
#include <QFileInfo>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t MaxAllStatements = 2000;

std::string_view view(const base::Secret &bytes)
{
    return {bytes.data(), std::size_t(bytes.view().size())};
}

struct ReadFile
{
    FoundFile file;
    SourceKind kind = SourceKind::DotEnv;
    base::Secret bytes;
};

class Collector final
{
public:
    explicit Collector(const SourceOptions &options)
        : m_options(options)
    {
    }

    Candidates collect(const QStringList &paths)
    {
        const FoundFiles found = findSources(paths, m_options.limits);
        m_out.complete = found.complete;
        for (const FoundFile &file : found.files)
            read(file);
        std::ranges::stable_sort(m_files, {}, [](const ReadFile &file) {
            return file.kind == SourceKind::DotEnv ? 0 : 1; // they give the others variables
        });
        for (const ReadFile &file : m_files)
            understand(file);
        take(readEnvironment(m_options.environment), {}, {});
        lookUpPasswords();
        Candidates merged = mergeStatements(m_statements);
        merged.files = m_out.files;
        merged.needConsent = m_out.needConsent;
        merged.notFollowed = m_out.notFollowed;
        merged.complete = m_out.complete;
        return merged;
    }

private:
    void report(const FoundFile &file, SourceKind kind, const QString &trouble)
    {
        m_out.files.append(
            {.file = file.name, .path = file.path, .kind = kind, .trouble = trouble});
    }

    void read(const FoundFile &file)
    {
        if (file.kind == SourceKind::PassFile)
            return readPassFileOf(file);
        auto content = base::readRegularFile(file.path, qint64(MaxFileBytes));
        if (!content) {
            if (file.kind || file.named)
                report(file, file.kind.value_or(SourceKind::DotEnv), content.error().message);
            return;
        }
        m_bytes += content->size();
        const base::Secret bytes(*content);
        content->fill('\0');
        if (m_bytes > m_options.maxBytes) {
            m_out.complete = false;
            return;
        }
        auto kind = file.kind;
        if (!kind && file.named)
            kind = kindByContent(view(bytes));
        else if (!kind && holdsSecretManifest(view(bytes)))
            kind = SourceKind::Kubernetes;
        if (kind == SourceKind::PassFile) // has stricter rules, to be asked of the same open file
            return readPassFileOf(file);
        if (kind)
            m_files.append({file, *kind, bytes});
        else if (file.named)
            m_out.files.append(
                {.file = file.name, .path = file.path, .problem = SourceProblem::NothingHere});
    }

    /// A pass file counts only under libpq's rules: ours, and closed to others.
    void readPassFileOf(const FoundFile &file)
    {
        PassFile pass = readPassFile(file.path);
        if (pass.state == PassFileState::Usable) {
            m_files.append({file, SourceKind::PassFile, pass.bytes});
            m_passFiles.append({file.name, std::move(pass)});
        } else {
            report(file, SourceKind::PassFile, pass.reason);
            m_out.files.last().passFileState = pass.state;
        }
    }

    void understand(const ReadFile &file)
    {
        const std::string name = file.file.name.toStdString();
        SourceFile source;
        if (file.kind == SourceKind::DotEnv)
            source = understandDotEnv(file, name);
        else if (file.kind == SourceKind::Compose)
            source = understandCompose(file, name);
        else
            source = understandOther(file, variablesAround(name));
        report(file.file, file.kind, {});
        take(std::move(source), name, isExampleFile(name));
    }

    SourceFile understandDotEnv(const ReadFile &file, const std::string &name)
    {
        const QString last = QFileInfo(file.file.name).fileName();
        if (last == ".env"_L1 || last == ".env.local"_L1)
            m_variables.push_back({std::string(folderOf(name)), last == ".env"_L1,
                                   parseDotEnv(view(file.bytes)).variables});
        return readDotEnv(view(file.bytes));
    }

    SourceFile understandCompose(const ReadFile &file, const std::string &name)
    {
        ComposeSurroundings around;
        for (const Known &each : m_variables) {
            if (each.main && each.folder == folderOf(name))
                around.variables = each.variables;
        }
        ComposeFile compose = parseCompose(view(file.bytes), around);
        if (!compose.envFiles.empty()) {
            readEnvFiles(file, compose.envFiles, around);
            compose = parseCompose(view(file.bytes), around);
        }
        for (const std::string &other : compose.notFollowed)
            m_out.notFollowed.append(QString::fromStdString(other));
        for (ComposeService &service : compose.services) {
            service.file = name;
            m_statements.services.push_back(std::move(service));
        }
        // The lines of such files are theirs, not the compose file's.
        for (Statement &each : compose.source.statements) {
            if (!each.file.empty())
                each.file = std::string(folderOf(name)) + (folderOf(name).empty() ? "" : "/") +
                            QDir::cleanPath(QString::fromStdString(each.file)).toStdString();
        }
        return std::move(compose.source);
    }

    void readEnvFiles(const ReadFile &file, const std::vector<EnvFileRequest> &requests,
                      ComposeSurroundings &around)
    {
        const QDir folder = QFileInfo(file.file.path).dir();
        for (const EnvFileRequest &request : requests) {
            const QString name = QString::fromStdString(request.path);
            const QString path = folder.absoluteFilePath(name);
            const auto read =
                std::ranges::find(m_files, QFileInfo(path).canonicalFilePath(),
                                  [](const ReadFile &each) { return each.file.path; });
            if (read != m_files.end()) {
                around.envFiles[request.path] = parseDotEnv(view(read->bytes)).variables;
                continue;
            }
            if (!m_options.readEnvFiles) {
                if (!m_out.needConsent.contains(name))
                    m_out.needConsent.append(name);
                continue;
            }
            auto content = isWithin(path, folder.path())
                               ? base::readRegularFile(path, qint64(MaxFileBytes))
                               : base::localError(QString());
            if (!content) {
                m_out.notFollowed.append(name);
                continue;
            }
            const std::string_view bytes(content->constData(), std::size_t(content->size()));
            around.envFiles[request.path] = parseDotEnv(bytes).variables;
            content->fill('\0');
        }
    }

    static SourceFile understandOther(const ReadFile &file, const Variables &around)
    {
        const std::string_view bytes = view(file.bytes);
        switch (file.kind) {
        case SourceKind::Alembic:
            return readAlembic(bytes, around);
        case SourceKind::Django:
            return readDjango(bytes, around);
        case SourceKind::Rails:
            return readRails(bytes, around);
        case SourceKind::Prisma:
            return readPrisma(bytes, around);
        case SourceKind::Spring:
            return file.file.name.endsWith(".properties"_L1) ? readSpringProperties(bytes, around)
                                                             : readSpringYaml(bytes, around);
        case SourceKind::ServiceFile:
            return readServices(bytes);
        case SourceKind::PassFile:
            return readPassLines(bytes);
        case SourceKind::PgAdmin:
            return readPgAdmin(bytes);
        case SourceKind::DBeaver:
            return readDBeaver(bytes);
        case SourceKind::Kubernetes:
            return readKubernetes(bytes);
        case SourceKind::ErrorText:
            return readErrorText(bytes);
        case SourceKind::DotEnv:
        case SourceKind::Compose:
        case SourceKind::Environment:
            break;
        }
        return {};
    }

    /// The variables of the .env files of a file's folder and of those above it, the nearest last.
    Variables variablesAround(std::string_view name) const
    {
        Variables out;
        for (const Known &each : m_variables) {
            const bool above = each.folder.empty() || folderOf(name) == each.folder ||
                               name.starts_with(each.folder + '/');
            if (above && out.size() + each.variables.size() <= MaxVariables)
                out.insert(out.end(), each.variables.begin(), each.variables.end());
        }
        return out;
    }

    void take(SourceFile source, const std::string &name, bool example)
    {
        if (!name.empty()) {
            FileReport &report = m_out.files.last();
            report.problem = source.problem;
            report.problemLine = source.problemLine;
            report.statements = int(source.statements.size());
            if (source.problem == SourceProblem::None && source.statements.empty())
                report.problem = SourceProblem::NothingHere;
        }
        for (Statement &each : source.statements) {
            if (each.file.empty())
                each.file = name;
            if (example)
                addNote(each, {NoteId::ExampleFile, {}});
            if (m_statements.statements.size() < MaxAllStatements)
                m_statements.statements.push_back(std::move(each));
            else
                m_out.complete = false;
        }
    }

    /// Pass files that were dropped say the passwords of connections that were dropped.
    void lookUpPasswords()
    {
        for (Statement &statement : m_statements.statements) {
            if (statement.hasPassword || statement.kind == SourceKind::PassFile ||
                !statement.unresolved.empty())
                continue;
            pg::ConnectionSpec spec;
            for (const auto &[name, value] : statement.options)
                spec.set(QString::fromStdString(name), QString::fromStdString(value));
            for (const auto &[name, file] : m_passFiles) {
                const auto match = lookupPassword(file, spec);
                if (!match || statement.hasPassword)
                    continue;
                setPassword(statement, view(match->password));
                addNote(statement, {NoteId::PasswordFromFile, name.toStdString(), match->line});
            }
        }
    }

    /// The variables of a .env file.
    struct Known
    {
        std::string folder;
        bool main = false; ///< ".env" itself, the one that compose reads.
        Variables variables;
    };

    const SourceOptions &m_options;
    Candidates m_out;
    QList<ReadFile> m_files;
    QList<std::pair<QString, PassFile>> m_passFiles;
    std::vector<Known> m_variables;
    Statements m_statements;
    qint64 m_bytes = 0;
};

} // namespace

Candidates collectSources(const QStringList &paths, const SourceOptions &options)
{
    return Collector(options).collect(paths);
}

} // namespace pgaccess
