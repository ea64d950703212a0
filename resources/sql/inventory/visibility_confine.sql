-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where the question is asked: as long as a SECURITY DEFINER function runs, neither role nor
-- session_authorization can be set, so what it calls stays with the rights of the function's owner.
CREATE FUNCTION pg_temp.pgvigil_look(question pg_catalog.text, lines pg_catalog.bool)
RETURNS SETOF pg_catalog.text[] LANGUAGE plpgsql SECURITY DEFINER AS '
DECLARE
    line pg_catalog.text;
BEGIN
    IF lines THEN
        FOR line IN EXECUTE question LOOP
            RETURN NEXT ARRAY[line];
        END LOOP;
    ELSE
        RETURN QUERY EXECUTE question;
    END IF;
END'
