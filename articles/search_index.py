"""The index behind `words__finds`, laid after every migrate where it is not there.

PostgreSQL keeps it by itself, in a column that no model names. SQLite's is a table of
its own that triggers fill; a migration which makes the table anew takes them away, so
they are looked for each time.
"""

from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

TABLES = ("articles_article", "articles_update")


def lay_index(using: str, **_: Any) -> None:
    """Make what is missing; `using` names the database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
        for table in TABLES:
            columns = _columns(cursor, using, table) if table in there else set()
            if "words" not in columns:
                continue  # migrated back to before
            if connection.vendor == "postgresql" and "words_vector" not in columns:
                cursor.execute(_VECTOR.format(table=table))
                cursor.execute(_GIN.format(table=table))
            elif connection.vendor == "sqlite":
                _lay_on_sqlite(cursor, table)


def _columns(cursor: CursorWrapper, using: str, table: str) -> set[str]:
    described = connections[using].introspection.get_table_description(cursor, table)
    return {column.name for column in described}


def _lay_on_sqlite(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(_TRIGGERS_THERE, [table, f"{table}\\_words\\_%"])
    if cursor.fetchone()[0] == len(_TRIGGERS):
        return
    cursor.execute(_FTS.format(table=table))
    for trigger in _TRIGGERS:
        cursor.execute(trigger.format(table=table))
    cursor.execute(_REBUILD.format(table=table))


_VECTOR = """
ALTER TABLE {table} ADD COLUMN words_vector tsvector
GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED
"""
_GIN = """
CREATE INDEX {table}_words ON {table} USING gin (words_vector)
"""
_TRIGGERS_THERE = r"""
SELECT count(*) FROM sqlite_master
WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s ESCAPE '\'
"""
_FTS = """
CREATE VIRTUAL TABLE IF NOT EXISTS {table}_words USING fts5(
    words, content='{table}', content_rowid='id', tokenize='unicode61', prefix='2 3 4'
)
"""
_ADD = "INSERT INTO {table}_words(rowid, words) VALUES (new.id, new.words);"
_TAKE = """
INSERT INTO {table}_words({table}_words, rowid, words)
VALUES ('delete', old.id, old.words);
"""
_TRIGGERS = [
    "CREATE TRIGGER IF NOT EXISTS {table}_words_" + trigger
    for trigger in (
        f"insert AFTER INSERT ON {{table}} BEGIN {_ADD} END",
        f"delete AFTER DELETE ON {{table}} BEGIN {_TAKE} END",
        f"update AFTER UPDATE OF words ON {{table}} WHEN old.words <> new.words"
        f" BEGIN {_TAKE} {_ADD} END",
    )
]
_REBUILD = "INSERT INTO {table}_words({table}_words) VALUES ('rebuild')"
