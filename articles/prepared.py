"""Queries that every page asks: their SQL is written once, not for each reader.

To build a query and write its SQL takes Django several times as long as the database
takes to answer. So it is written once in a process, with slots where values go. Of
what PostgreSQL spends, two thirds are planning: each of its connections keeps the plan.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import lru_cache, wraps
from itertools import count
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from psycopg2.extensions import AsIs

Row = TypeVar("Row")
Values = Mapping[str, Any]
_numbers = count(1)
_kept: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # by connection


class Slot(Expression):
    """Where a value goes in a query, or a list of so many, for `__in`."""

    def __init__(self, name: str, length: int | None = None) -> None:
        super().__init__()
        self.name, self.length = name, length

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        if self.length is None:
            return "%s", (_Place(self.name),)
        places = tuple(_Place(self.name, number) for number in range(self.length))
        return f"({', '.join('%s' for _ in places) or 'NULL'})", places


class _Place(NamedTuple):
    """What stands at a `%s`: the value of a slot, or one of its list."""

    slot: str
    number: int | None = None

    def filled(self, values: Values, connection: BaseDatabaseWrapper) -> Any:
        value = values[self.slot]
        if self.number is not None:
            value = value[self.number]
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        return value


class _Written(Query):
    """A query whose SQL is known: only values are missing."""

    writer: SQLCompiler
    sql: str
    params: Sequence[Any]
    name: str
    values: Values

    def chain(self, klass: type[Query] | None = None) -> "_Written":
        return copy(self)

    def get_compiler(self, using: Any = None, *args: Any, **options: Any) -> Any:
        compiler = copy(self.writer)
        compiler.connection = connection = connections[using]
        asked = self._execute if _keeps_plans(connection) else self._select
        vars(compiler)["as_sql"] = lambda: asked(connection)
        return compiler

    def _select(self, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return self.sql, tuple(
            param.filled(self.values, connection) if type(param) is _Place else param
            for param in self.params
        )

    def _execute(self, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        # As a cursor does later, too late: a new connection knows none of the plans.
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        names = _kept.setdefault(connection.connection, set())
        if self.name not in names:
            self._prepare(connection)
            names.add(self.name)
        places = [param for param in self.params if type(param) is _Place]
        values = tuple(place.filled(self.values, connection) for place in places)
        return f"EXECUTE {self.name} ({', '.join('%s' for _ in values)})", values

    def _prepare(self, connection: BaseDatabaseWrapper) -> None:
        numbers = count(1)
        params = [
            AsIs(f"${next(numbers)}") if type(param) is _Place else param
            for param in self.params
        ]
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {self.name} AS {self.sql}", params)


def _keeps_plans(connection: BaseDatabaseWrapper) -> bool:
    """Not behind a pool that hands connections on, which Django is told of by this."""
    is_pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    return connection.vendor == "postgresql" and not is_pooled


def prepared(
    build: Callable[..., QuerySet[Any, Row]],
) -> Callable[..., list[Row]]:
    """Return rows, where the function given returns their query.

    It is called with a `Slot` for each keyword argument. Positional arguments are part
    of what is asked: its SQL is written once for each of them, and each length of list.
    """

    @lru_cache(maxsize=100)
    def written(
        kind: tuple[Any, ...], slots: tuple[tuple[str, int | None], ...]
    ) -> QuerySet[Any, Row]:
        rows = build(*kind, **{name: Slot(name, length) for name, length in slots})
        writer = rows.query.get_compiler(rows.db)
        sql, params = writer.as_sql()
        query = cast(_Written, rows.query)
        query.__class__ = _Written
        query.writer, query.sql, query.params = writer, sql, params
        query.name = f"{build.__name__.strip('_')}_{next(_numbers)}"
        del writer.connection
        return rows

    @wraps(build)
    def read(*kind: Any, **values: Any) -> list[Row]:
        lengths = (
            len(value) if isinstance(value, list) else None for value in values.values()
        )
        rows = written(kind, tuple(zip(values, lengths, strict=True))).all()
        cast(_Written, rows.query).values = values
        return list(rows)

    return read
