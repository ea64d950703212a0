// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

namespace ui {

/// Copies texts that hold a password: marked for clipboard managers as one to forget, and cleared
/// after a while, and at the end, if nothing else was copied meanwhile.
class SecretClipboard final : public QObject
{
    Q_OBJECT

public:
    explicit SecretClipboard(QObject *parent = nullptr);
    ~SecretClipboard() override;

    void copy(const QString &text);

    /// How long a copied secret stays; for tests.
    void setLifetime(std::chrono::milliseconds lifetime) { m_lifetime = lifetime; }

private:
    void clear();

    QTimer m_timer;
    std::chrono::milliseconds m_lifetime{30'000};
    QByteArray m_fingerprint; ///< Of what was copied; empty if nothing is left to clear.
};

} // namespace ui
