// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/objectforms.h"

#include "actions/sqltext.h"

#include <QCoreApplication>

namespace app {

using namespace actions;
using namespace Qt::StringLiterals;
using ui::ChangeValues;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::ObjectForms)
};

QString reference(const NamedObject &object)
{
    return object.kind + u' ' + quotedName(object.name);
}

} // namespace

void askForName(ui::ChangeForm &form, const NamedObject &object)
{
    form.inputs = {{.id = u"name"_s, .label = Tr::tr("New &name"), .value = object.name}};
    form.make = [object](const ChangeValues &values) {
        const QString name = values.value(u"name"_s);
        if (name.isEmpty() || name == object.name)
            return QStringList();
        return QStringList{u"ALTER "_s + reference(object) + u" RENAME TO "_s + quotedName(name)};
    };
}

void askForComment(ui::ChangeForm &form, const NamedObject &object, const QString &comment)
{
    form.inputs = {{.id = u"comment"_s, .label = Tr::tr("&Comment"), .value = comment}};
    form.make = [object, comment](const ChangeValues &values) {
        const QString text = values.value(u"comment"_s);
        if (text == comment)
            return QStringList();
        return QStringList{u"COMMENT ON "_s + reference(object) + u" IS "_s +
                           (text.isEmpty() ? u"NULL"_s : quotedText(text))};
    };
}

QString commentMeaning()
{
    return Tr::tr("Everybody who may log in to this server can read it.");
}

} // namespace app
