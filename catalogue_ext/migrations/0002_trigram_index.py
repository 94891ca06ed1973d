"""PostgreSQL finds the beginnings of words by trigrams; SQLite, for the demo, reads the rows."""

from django.db import migrations


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX listing_search_text_trigrams ON catalogue_ext_listing USING gin (search_text gin_trgm_ops)"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX listing_search_text_trigrams")


class Migration(migrations.Migration):
    dependencies = [("catalogue_ext", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
