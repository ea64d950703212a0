-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The path and size of the log file that the server writes to: the one that was changed last; of several in
-- that second one with columns, beside which the plain one only gets what comes at the start. No row
-- where the server writes no log files, or has none yet. Needs pg_monitor; pg_current_logfile(), which names the
-- file, may be asked by pg_monitor only since 17.
SELECT pg_catalog.concat_ws('/', f.folder, (f.entry).name) AS path, (f.entry).size AS size
  FROM (SELECT pg_catalog.current_setting('log_directory') AS folder, pg_catalog.pg_ls_logdir() AS entry
         WHERE pg_catalog.current_setting('logging_collector') = 'on') AS f
 ORDER BY (f.entry).modification DESC, pg_catalog.right((f.entry).name, 4) = '.log', (f.entry).name DESC
 LIMIT 1
