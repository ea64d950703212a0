-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The databases that can be connected to, by name (at most 5,000), and from where the server sees
-- us come: null by the socket.
-- Needs: nothing. Cost: one look at pg_database.
SELECT d.datname, pg_catalog.host(pg_catalog.inet_client_addr()) AS client_address
  FROM pg_catalog.pg_database AS d
 WHERE d.datallowconn
 ORDER BY d.datname
 LIMIT 5000
