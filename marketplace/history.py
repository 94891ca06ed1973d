"""Rows that tell what happened: written once, never changed, never deleted.

The model refuses, and on PostgreSQL a trigger does (`refuse_changes` in the migration), whoever comes by SQL.
"""

from django.db import models
from django.db.migrations import RunPython


class CannotRewrite(TypeError):
    """Somebody tried to change or delete what happened."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise CannotRewrite(f"{self.model.__name__} rows are written once.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise CannotRewrite(f"{self.model.__name__} rows are written once.")

    def delete(self):
        raise CannotRewrite(f"{self.model.__name__} rows are kept.")


class AppendOnly(models.Model):
    """Base of such models; keys that point from it must be PROTECT or DO_NOTHING, as it cannot follow."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise CannotRewrite(f"{type(self).__name__} {self.pk} is written already.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise CannotRewrite(f"{type(self).__name__} {self.pk} is kept.")


TRIGGER = """
CREATE OR REPLACE FUNCTION {table}_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is history: its rows are neither changed nor deleted'; END $$;
CREATE TRIGGER {table}_is_history BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_is_history();
"""
UNDO = "DROP TRIGGER IF EXISTS {table}_is_history ON {table}; DROP FUNCTION IF EXISTS {table}_is_history();"


def refuse_changes(*tables: str) -> RunPython:
    """A migration's operation that lets the database refuse UPDATE and DELETE on these tables.

    PostgreSQL only: SQLite, which the demo runs on, empties tables between tests row by row.
    """

    def run(schema_editor, statement: str) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in tables:
                schema_editor.execute(statement.format(table=table))

    return RunPython(
        lambda apps, schema_editor: run(schema_editor, TRIGGER), lambda apps, schema_editor: run(schema_editor, UNDO)
    )
