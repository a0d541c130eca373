#!/bin/sh
# Run once by the database's image: the role the hub runs as. It owns nothing, so row-level security holds it.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$RUN_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE hedgerow_run LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
SQL
