-- What the role that serves may do: read and write rows, and change no table. Run it as the owner of the database,
-- after each `rapid-review migrate`:  psql "$OWNERS_URL" -f deploy/serving_role.sql
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO rapid_review;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO rapid_review;
-- The record is only ever added to. The triggers refuse the rest as well, but an owner could take a trigger away.
REVOKE UPDATE, DELETE ON audit, anchor FROM rapid_review;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM rapid_review;
