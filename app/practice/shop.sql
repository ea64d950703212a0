-- SPDX-FileCopyrightText: 2026 The PgVigil authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a practice server holds: a small shop, the bills for it, and somebody's files. Run by psql as
-- the cluster's owner; the variable "password" is the one of every role that logs in over TCP.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

CREATE ROLE deploy LOGIN PASSWORD :'password';
CREATE ROLE app_rw LOGIN PASSWORD :'password';
CREATE ROLE app_ro LOGIN PASSWORD :'password';
CREATE ROLE reporting LOGIN PASSWORD :'password';
CREATE ROLE batch LOGIN PASSWORD :'password';
CREATE ROLE billing LOGIN PASSWORD :'password';
CREATE ROLE nextcloud LOGIN PASSWORD :'password';
CREATE ROLE backup LOGIN PASSWORD :'password';
CREATE ROLE dba_anna LOGIN PASSWORD :'password' IN ROLE pg_monitor, pg_signal_backend;
COMMENT ON ROLE dba_anna IS 'Keeps the servers running; sees all sessions and may end them';

CREATE DATABASE orders OWNER deploy;
CREATE DATABASE billing OWNER billing;
CREATE DATABASE nextcloud OWNER nextcloud;

\connect orders
SET client_min_messages = warning;
SET ROLE deploy;

CREATE TABLE customers (
    id integer PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    region text NOT NULL,
    currency text NOT NULL
);
CREATE TABLE products (
    id integer PRIMARY KEY,
    title text NOT NULL,
    price numeric(10, 2) NOT NULL
);
CREATE TABLE stock (
    product_id integer PRIMARY KEY REFERENCES products,
    quantity integer NOT NULL,
    counted_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers,
    status text NOT NULL,
    placed_at timestamptz NOT NULL,
    packed_at timestamptz
);
CREATE TABLE order_items (
    order_id integer NOT NULL REFERENCES orders,
    product_id integer NOT NULL REFERENCES products,
    quantity integer NOT NULL,
    unit_price numeric(10, 2) NOT NULL,
    currency text NOT NULL,
    sold_on date NOT NULL,
    PRIMARY KEY (order_id, product_id)
);
CREATE TABLE carts (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers,
    updated_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO customers
SELECT i, 'Customer ' || i, 'customer' || i || '@example.org',
       (ARRAY['north', 'east', 'south', 'west'])[1 + i % 4], (ARRAY['EUR', 'USD', 'KRW'])[1 + i % 3]
  FROM generate_series(1, 1500) i;
INSERT INTO products SELECT i, 'Product ' || i, 5 + (i * 7919 % 9500) / 100.0 FROM generate_series(1, 200) i;
INSERT INTO stock SELECT i, 20 + i * 37 % 400 FROM generate_series(1, 200) i;
INSERT INTO orders
SELECT i, 1 + i * 31 % 1500, (ARRAY['new', 'paid', 'packed', 'shipped'])[1 + i % 4],
       now() - make_interval(mins => 6000 - i)
  FROM generate_series(1, 6000) i;
INSERT INTO order_items
SELECT o.id, 1 + (o.id * 13 + n * 41) % 200, 1 + o.id % 3, 9.90 + n, (ARRAY['EUR', 'USD', 'KRW'])[1 + o.id % 3],
       o.placed_at::date
  FROM orders o, generate_series(1, 3) n;
INSERT INTO carts SELECT i, i FROM generate_series(1, 300) i;
CREATE INDEX orders_customer ON orders (customer_id);

-- Slow on purpose: the report that calls it for every row runs for a quarter of an hour without
-- taking a processor from anybody.
CREATE FUNCTION exchange_rate(currency text, day date) RETURNS numeric
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    PERFORM pg_catalog.pg_sleep(0.15);
    RETURN CASE currency WHEN 'USD' THEN 0.92 WHEN 'KRW' THEN 0.00067 ELSE 1 END;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app_rw, batch;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO app_ro, reporting, backup;
RESET ROLE;
ANALYZE;
-- What a console needs to read the reports of deadlocks in the server's log.
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text, bigint, bigint) TO dba_anna;

\connect billing
SET client_min_messages = warning;
SET ROLE billing;
CREATE TABLE invoices (
    id integer PRIMARY KEY,
    order_id integer NOT NULL,
    amount numeric(10, 2) NOT NULL,
    paid boolean NOT NULL DEFAULT false
);
INSERT INTO invoices SELECT i, i, 10 + i % 90, i % 5 > 0 FROM generate_series(1, 4000) i;
RESET ROLE;

\connect nextcloud
SET client_min_messages = warning;
SET ROLE nextcloud;
CREATE TABLE oc_filecache (
    fileid integer PRIMARY KEY,
    path text NOT NULL,
    size bigint NOT NULL,
    mtime bigint NOT NULL
);
INSERT INTO oc_filecache
SELECT i, 'files/Photos/img_' || i || '.jpg', i * 1337, 1767225600 + i FROM generate_series(1, 3000) i;
GRANT SELECT ON oc_filecache TO backup;
RESET ROLE;
