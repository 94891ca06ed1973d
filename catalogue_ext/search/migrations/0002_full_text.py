"""What each database searches text with: generated vectors in PostgreSQL, a table of FTS5 in SQLite."""

from django.db import migrations

from catalogue_ext.search.engines.sqlite import CREATE, TABLE

ENTRY = "listing_search_searchentry"
VECTORS = {
    "title_vector": "title",
    "folded_title_vector": "folded_title",
    "words_vector": "words",
    "all_vector": "words || ' ' || text",
}
POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    *(
        f"ALTER TABLE {ENTRY} ADD COLUMN {name} tsvector GENERATED ALWAYS AS (to_tsvector('simple', {text})) STORED"
        for name, text in VECTORS.items()
    ),
    f"CREATE INDEX search_words ON {ENTRY} USING gin (words_vector)",
    f"CREATE INDEX search_all ON {ENTRY} USING gin (all_vector)",
    f"CREATE INDEX search_tags ON {ENTRY} USING gin (tags)",
    "CREATE INDEX search_near_words ON listing_search_searchword USING gin (word gin_trgm_ops)",
]


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRES if vendor == "postgresql" else [CREATE] if vendor == "sqlite" else []:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {TABLE}")
    else:
        for name in VECTORS:
            schema_editor.execute(f"ALTER TABLE {ENTRY} DROP COLUMN {name}")
        schema_editor.execute("DROP INDEX search_tags, search_near_words")


class Migration(migrations.Migration):
    dependencies = [("listing_search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
