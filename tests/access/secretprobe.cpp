// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Does to the SecretStore what its arguments say, one after the other, and prints how each ended.
// The keyring's client library keeps its bus connection for the life of a process, so that every
// kind of keyring needs a process of its own.
//
// Usage: secretprobe SERVICE TIMEOUT-MS (keep:TEXT | session:TEXT | read | forget | probe | wait:MS
// | drop)…

#include "access/secretstore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <QUuid>

#include <cstdio>
#include <memory>

namespace {

class Probe final : public QObject
{
    Q_OBJECT

public:
    explicit Probe(const QStringList &arguments)
        : m_steps(arguments.sliced(3))
        , m_store(std::make_unique<pgaccess::SecretStore>(
              arguments[1], nullptr, std::chrono::milliseconds(arguments[2].toInt())))
    {
        connect(&m_beat, &QTimer::timeout, this, &Probe::beat);
        m_beat.start(5);
        m_sinceBeat.start();
        QMetaObject::invokeMethod(this, &Probe::next, Qt::QueuedConnection);
    }

private:
    void next()
    {
        if (m_steps.isEmpty()) {
            std::printf("gap %s\n", m_gap > 500 ? "long" : "short");
            QCoreApplication::quit();
            return;
        }
        const QString step = m_steps.takeFirst();
        const QByteArray value = step.section(u':', 1).toUtf8();
        const auto handler = [this, step](const pgaccess::SecretAnswer &answer) {
            print(step, answer);
            next();
        };
        run(step.section(u':', 0, 0), value, handler);
    }

    void run(const QString &name, const QByteArray &value,
             const pgaccess::SecretStore::Handler &handler)
    {
        if (name == QLatin1StringView("keep"))
            m_store->keep(m_id, base::Secret(value), this, handler);
        else if (name == QLatin1StringView("read"))
            m_store->read(m_id, this, handler);
        else if (name == QLatin1StringView("forget"))
            m_store->forget(m_id, this, handler);
        else if (name == QLatin1StringView("session"))
            m_store->keepForSession(m_id, base::Secret(value));
        else if (name == QLatin1StringView("probe"))
            m_store->probe();
        else if (name == QLatin1StringView("drop"))
            dropWhileAsking();
        if (name == QLatin1StringView("wait"))
            QTimer::singleShot(value.toInt(), this, &Probe::next);
        else if (!QStringList{QStringLiteral("keep"), QStringLiteral("read"),
                              QStringLiteral("forget")}
                      .contains(name))
            QMetaObject::invokeMethod(this, &Probe::next, Qt::QueuedConnection);
    }

    /// The store goes while the keyring still owes it an answer.
    void dropWhileAsking()
    {
        m_store->read(m_id, this, [](const pgaccess::SecretAnswer &) { std::puts("too late"); });
        const QString service = QCoreApplication::arguments().at(1);
        m_store = std::make_unique<pgaccess::SecretStore>(service);
    }

    void print(const QString &step, const pgaccess::SecretAnswer &answer) const
    {
        static const char *const states[] = {"unknown", "available", "not-answering",
                                             "unavailable"};
        static const char *const places[] = {"nowhere", "session", "keyring"};
        std::printf("%s: %s '%s' %s %s\n", qPrintable(step), places[int(answer.place)],
                    answer.secret.data(), states[int(m_store->state())],
                    answer.trouble ? "trouble" : "fine");
        std::fflush(stdout);
    }

    void beat() { m_gap = std::max(m_gap, m_sinceBeat.restart()); }

    QStringList m_steps;
    std::unique_ptr<pgaccess::SecretStore> m_store;
    const QUuid m_id{QStringLiteral("{9d3a6a7e-4c55-4b7e-8f0e-0c6b9a3f1d22}")};
    QTimer m_beat;
    QElapsedTimer m_sinceBeat;
    qint64 m_gap = 0;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const Probe probe(QCoreApplication::arguments());
    return QCoreApplication::exec();
}

#include "secretprobe.moc"
