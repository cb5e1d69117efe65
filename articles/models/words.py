"""A column of plain words that a story is found by, on either database."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

from articles.diffs import text_of
from articles.folding import fold, read_asked


def words_of(*texts: str) -> str:
    """Return the folded words of texts, plain or HTML, as they are looked for."""
    return " ".join(word for text in texts for word in fold(text_of(text)))


class WordsField(models.TextField):
    """The folded words of other columns, written whenever the row is saved.

    `sources` name columns declared above this one, of text or HTML.
    """

    def __init__(self, *sources: str, **kwargs: Any) -> None:
        self.sources = sources
        super().__init__(**{"editable": False, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        """To a migration it is plain text: where it is from is the code's business."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = words_of(*(getattr(model_instance, name) for name in self.sources))
        setattr(model_instance, self.attname, value)
        return value


@WordsField.register_lookup
class Finds(Lookup):
    """`words__finds="sea wal"`: rows with every word, or words that begin so.

    Words in quotes follow each other. `search_index` makes it quick.
    """

    lookup_name = "finds"
    prepare_rhs = False

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        phrases = [
            " <-> ".join(phrase) if phrase[1:] else f"{phrase[0]}:*"
            for phrase in self._phrases()
        ]
        asked = " & ".join(f"({phrase})" for phrase in phrases)
        sql = f"\"{self.lhs.alias}\".words_vector @@ to_tsquery('simple', %s)"
        return sql, [asked]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        table = self.lhs.target.model._meta.db_table
        index = f"{table}_words"
        phrases = [
            f'"{" ".join(phrase)}"' if phrase[1:] else f'"{phrase[0]}"*'
            for phrase in self._phrases()
        ]
        sql = f'"{self.lhs.alias}"."id" IN'
        sql += f' (SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s)'  # noqa: S608
        return sql, [" AND ".join(phrases)]

    def _phrases(self) -> list[list[str]]:
        phrases = read_asked(str(self.rhs))
        if not phrases:
            raise EmptyResultSet
        return phrases
