-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Undoes a prepared transaction; its gid follows as a literal, because a utility statement takes no
-- parameters.
-- Needs: to be the role that prepared it or a superuser, in its database, outside of a transaction block.
-- Cost: reads its state file, writes and flushes one WAL record.
ROLLBACK PREPARED
