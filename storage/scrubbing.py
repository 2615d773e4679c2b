"""After something was destroyed: its bytes leave the database's own files too.

SQLite overwrites what is deleted (`secure_delete`), but the page as it was stays in the log until that is emptied.
PostgreSQL leaves the old row in its file; a small table is written anew without it, so that no wrapped key is left.
"""

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

HOLDS_KEYS = ("case_key", "keystone", "participant")
"""Tables of short rows whose old versions must not be left: with a case's key gone, what it sealed is noise."""
_OURS = text(
    "SELECT bool_and(pg_has_role(tableowner, 'USAGE')) FROM pg_tables"
    " WHERE schemaname = current_schema() AND tablename = ANY(:names)"
)


def scrub(engine: Engine) -> bool:
    """Whether nothing is left; False while another process is in the middle of reading, or to a role that owns no
    table. It can be asked again."""
    return _empty_log(engine) if engine.dialect.name == "sqlite" else _write_anew(engine)


def _empty_log(engine: Engine) -> bool:
    """Outside a transaction, which the engine would begin with the first statement of its own."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        row = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() if driver else (1,)
    return row is not None and row[0] == 0


def _write_anew(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(_OURS, {"names": list(HOLDS_KEYS)}).scalar_one():
            return False  # Of a table that is not its own PostgreSQL only warns, and leaves it as it is.
        connection.exec_driver_sql("SET lock_timeout = '5s'")
        try:
            for name in HOLDS_KEYS:
                connection.exec_driver_sql(f"VACUUM FULL {name}")
        except DBAPIError:
            return False
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
    return True
