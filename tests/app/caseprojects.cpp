// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "caseprojects.h"

#include <QFile>

namespace tests {

using namespace Qt::StringLiterals;

namespace {

void write(const QString &path, const QString &text)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(text.toUtf8());
}

} // namespace

QString writeProject(const QString &project, const QString &password, const QString &port)
{
    const QString url = u"postgresql://heimdex:"_s + password + u"@%1:%2/heimdex\n"_s;
    write(project + u"/docker-compose.yml"_s,
          u"services:\n  db:\n    image: pgvector/pgvector:pg16\n    environment:\n"
          "      POSTGRES_DB: heimdex\n      POSTGRES_USER: heimdex\n      POSTGRES_PASSWORD: "_s +
              password + u"\n    ports:\n      - \""_s + port +
              u":5432\"\n  api:\n    environment:\n      POSTGRES_URL: "_s +
              url.arg(u"db"_s, u"5432"_s));
    write(project + u"/.env.local"_s, u"POSTGRES_URL="_s + url.arg(u"localhost"_s, port));
    write(project + u"/alembic.ini"_s,
          u"[alembic]\nsqlalchemy.url = "_s + url.arg(u"db"_s, u"5432"_s));
    return project;
}

QStringList writeFieldCase(const QString &project, const QString &password, const QString &port,
                           const QByteArray &hba)
{
    write(project + u"/.env"_s,
          u"DATABASE_URL=postgresql://endoregDbLocal:%1@localhost:%2/endoregDbLocal\n"_s.arg(
              password, port));
    QFile said(
        QStringLiteral(PGVIGIL_TEST_DATA "/access/cases/2-ipv6-and-password/client-error.txt"));
    if (!said.open(QIODevice::ReadOnly))
        return {};
    write(project + u"/client-error.txt"_s,
          QString::fromUtf8(said.readAll()).replace(u"5432"_s, port));
    write(project + u"/pg_hba.conf"_s, QString::fromUtf8(hba));
    return {project + u"/.env"_s, project + u"/client-error.txt"_s, project + u"/pg_hba.conf"_s};
}

} // namespace tests
