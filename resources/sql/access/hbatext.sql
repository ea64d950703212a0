-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The text of pg_hba.conf and of pg_ident.conf as they are in their files now, which may be newer
-- than what is in force. Needs to be superuser, or pg_read_server_files and the right to execute
-- pg_read_file(). Costs about 1 ms.
SELECT pg_catalog.current_setting('hba_file') AS hba_file,
       pg_catalog.pg_read_binary_file(pg_catalog.current_setting('hba_file')) AS hba,
       pg_catalog.current_setting('ident_file') AS ident_file
