// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesstext.h"

#include "base/plaintext.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QDir>
#include <QPainter>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(AccessText)

public:
    static QString reason(IgnoreReason reason)
    {
        switch (reason) {
        case IgnoreReason::RunsCommand:
            return tr("would run a program");
        case IgnoreReason::RunsSql:
            return tr("would run SQL on the server");
        case IgnoreReason::NamesFile:
            return tr("names a file of this machine");
        case IgnoreReason::HoldsSecret:
            return tr("holds a secret");
        case IgnoreReason::Tunnel:
            return tr("belongs to a tunnel, which is not supported");
        case IgnoreReason::OtherSource:
            return tr("takes settings from elsewhere");
        case IgnoreReason::Duplicate:
            return tr("stands twice; the last one counts");
        case IgnoreReason::Malformed:
            return tr("is not a valid value");
        case IgnoreReason::NotUsed:
            break;
        }
        return tr("is not used here");
    }

    static QString issue(const ProfileProblem &problem)
    {
        switch (problem.issue) {
        case ProfileIssue::UnknownOption:
            return tr("is not an option of libpq.");
        case ProfileIssue::BadPort:
            return tr("must be a number from 1 to 65535.");
        case ProfileIssue::HostCount:
            return tr("names another number of places than “hostaddr” or “port”.");
        case ProfileIssue::BadWord:
            return tr("must be one of: %1.").arg(problem.words.join(", "_L1));
        case ProfileIssue::BadNumber:
            return tr("must be a whole number.");
        case ProfileIssue::SecretOption:
            return tr("is a secret and belongs in the password field.");
        case ProfileIssue::PassFileMissing:
            return tr("is not chosen yet.");
        case ProfileIssue::ControlCharacter:
            break;
        }
        return tr("must not hold control characters.");
    }

    static QString fieldName(const QString &option)
    {
        if (option == "host"_L1)
            return tr("Host");
        if (option == "port"_L1)
            return tr("Port");
        if (option == "user"_L1)
            return tr("User");
        if (option == "dbname"_L1)
            return tr("Database");
        if (option == "passfile"_L1)
            return tr("Pass file");
        return u"“%1”"_s.arg(base::visibleText(option, 40));
    }

    static QString what(PassLineProblem problem)
    {
        return problem == PassLineProblem::NulByte
                   ? tr("holds a NUL byte and is left out.")
                   : tr("has fewer than the five fields host:port:database:user:password.");
    }

    static QString what(ServiceProblem problem)
    {
        switch (problem) {
        case ServiceProblem::NoEqualsSign:
            return tr("is neither a [section] nor option=value: libpq refuses this service.");
        case ServiceProblem::UnclosedName:
            return tr("opens a section without “]”.");
        case ServiceProblem::OutsideSection:
            return tr("stands before the first [section].");
        case ServiceProblem::NulByte:
            return tr("holds a NUL byte and is left out.");
        case ServiceProblem::LineTooLong:
            return tr("is longer than libpq reads.");
        case ServiceProblem::LdapLine:
            return tr("asks an LDAP server for settings. That is never done here.");
        case ServiceProblem::NestedService:
            return tr("names another service. libpq refuses that, and it is not followed here.");
        case ServiceProblem::DuplicateName:
            break;
        }
        return tr("repeats the name of a section above, so libpq never reads it.");
    }

    static QString what(ServersProblem problem)
    {
        switch (problem) {
        case ServersProblem::TooLarge:
            return tr("is larger than 4 MB.");
        case ServersProblem::TooDeep:
            return tr("is nested deeper than 64 levels.");
        case ServersProblem::TooManyNodes:
            return tr("has more than 100,000 values.");
        case ServersProblem::NotUtf8:
            return tr("is not UTF-8 text.");
        case ServersProblem::NotServers:
            return tr("is JSON, but has no “Servers” in it as pgAdmin writes them.");
        case ServersProblem::NotJson:
        case ServersProblem::None:
            break;
        }
        return tr("is not valid JSON.");
    }

    static QString what(PassFileState state) { return passFileText(state); }
    static QString what(const base::Error &error) { return base::visibleText(error.message); }
    static QString what(const ImportNote::CutOff &)
    {
        return tr(
            "is larger than the limit of 4 MB or 100,000 lines; only its beginning is shown.");
    }

    static QString note(const ImportNote &note)
    {
        const QString path = base::visibleText(shortPath(note.path));
        const QString text =
            std::visit([](const auto &what) { return AccessText::what(what); }, note.what);
        return note.line > 0 ? tr("%1, line %2 %3").arg(path, QString::number(note.line), text)
                             : tr("%1: %2").arg(path, text);
    }

    static QString ignored(const IgnoredKey &key)
    {
        const QString name = base::visibleText(base::decodeText(key.key), 60);
        return key.line > 0
                   ? tr("%1 (line %2): %3").arg(name, QString::number(key.line), reason(key.reason))
                   : tr("%1: %2").arg(name, reason(key.reason));
    }

    static QString colour(ProfileColour colour)
    {
        switch (colour) {
        case ProfileColour::None:
            return tr("None", "no colour");
        case ProfileColour::Blue:
            return tr("Blue");
        case ProfileColour::Teal:
            return tr("Teal");
        case ProfileColour::Green:
            return tr("Green");
        case ProfileColour::Amber:
            return tr("Amber");
        case ProfileColour::Red:
            return tr("Red");
        case ProfileColour::Purple:
            return tr("Purple");
        case ProfileColour::Grey:
            break;
        }
        return tr("Grey");
    }

    static QString passFile(PassFileState state)
    {
        switch (state) {
        case PassFileState::Usable:
            return {};
        case PassFileState::Missing:
            return tr("There is no such file.");
        case PassFileState::NotRegular:
            return tr("It is not a regular file, so libpq ignores it.");
        case PassFileState::NotOurs:
            return tr("It belongs to another user, so it is not trusted.");
        case PassFileState::TooOpen:
            return tr("Other users may access it, so libpq ignores it. Run “chmod 600” on it.");
        case PassFileState::TooLarge:
            return tr("It is larger than 4 MB, so it is not read.");
        case PassFileState::Unreadable:
            break;
        }
        return tr("It cannot be read.");
    }

    static QString tls(const QString &mode)
    {
        if (mode == "disable"_L1)
            return tr("No encryption: everybody on the way can read and change everything.");
        if (mode == "allow"_L1)
            return tr("Encrypts only if the server insists. Protects against nobody.");
        if (mode == "require"_L1)
            return tr("Always encrypts, but does not check who answers.");
        if (mode == "verify-ca"_L1)
            return tr("Encrypts and checks that a trusted authority signed the certificate.");
        if (mode == "verify-full"_L1)
            return tr("Encrypts and checks that the certificate is this host's. The safe choice.");
        return tr("Encrypts if the server can, but somebody on the way can switch that off.");
    }
};

} // namespace

QString colourName(ProfileColour colour)
{
    return AccessText::colour(colour);
}

QColor profileInk(ProfileColour colour, const Tokens &tokens)
{
    constexpr int Quarter = 60; // degrees of hue from the accent, a blue, to a purple
    switch (colour) {
    case ProfileColour::None:
        return {};
    case ProfileColour::Blue:
        return tokens.accent;
    case ProfileColour::Teal:
        return tokens.seriesActive;
    case ProfileColour::Green:
        return tokens.ok;
    case ProfileColour::Amber:
        return tokens.seriesIdleInTransaction;
    case ProfileColour::Red:
        return tokens.critical;
    case ProfileColour::Purple:
        return QColor::fromHsv((tokens.accent.hsvHue() + Quarter) % 360,
                               tokens.accent.hsvSaturation(), tokens.accent.value());
    case ProfileColour::Grey:
        break;
    }
    return tokens.muted;
}

QIcon profileSwatch(ProfileColour colour, const QPalette &palette)
{
    constexpr int Size = 16;
    QIcon out;
    for (const int scale : {1, 2, 3}) {
        QPixmap pixmap(Size * scale, Size * scale);
        pixmap.setDevicePixelRatio(scale);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor ink = profileInk(colour, tokens(palette));
        painter.setPen(ink.isValid() ? QPen(Qt::NoPen) : QPen(tokens(palette).border, 1));
        painter.setBrush(ink.isValid() ? QBrush(ink) : QBrush(Qt::NoBrush));
        painter.drawEllipse(QRectF(2.5, 2.5, Size - 5, Size - 5));
        out.addPixmap(pixmap);
    }
    return out;
}

QString tlsExplanation(const QString &sslMode)
{
    return AccessText::tls(sslMode);
}

QString passFileText(PassFileState state)
{
    return AccessText::passFile(state);
}

QString problemText(const ProfileProblem &problem)
{
    return AccessText::fieldName(problem.option) + u' ' + AccessText::issue(problem);
}

QString ignoredText(const IgnoredKey &key)
{
    return AccessText::ignored(key);
}

QString noteText(const ImportNote &note)
{
    return AccessText::note(note);
}

QString shortPath(const QString &path)
{
    const QString home = QDir::homePath();
    return path.startsWith(home + u'/') ? u'~' + path.sliced(home.size()) : path;
}

} // namespace ui
