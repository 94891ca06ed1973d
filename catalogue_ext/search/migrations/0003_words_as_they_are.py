"""Words come parted and in all their forms (`documents`): PostgreSQL takes them as they are, SQLite keeps `_` in them.

After it `manage.py search rebuild` writes the new forms.
"""

from django.db import migrations

from catalogue_ext.search.engines.sqlite import CREATE, TABLE

ENTRY = "listing_search_searchentry"
INDICES = {"words_vector": "search_words", "all_vector": "search_all"}
NOW = {name: f"array_to_tsvector(string_to_array({text}, ' '))" for name, text in (
    ("words_vector", "words"), ("all_vector", "btrim(words || ' ' || text)"),
)}  # fmt: skip
BEFORE = {
    "words_vector": "to_tsvector('simple', words)",
    "all_vector": "to_tsvector('simple', words || ' ' || text)",
}
SQLITE = [
    f"DROP TABLE {TABLE}",
    CREATE,
    f"INSERT INTO {TABLE} (rowid, title, folded_title, words, text)"
    f" SELECT listing_id, title, folded_title, words, text FROM {ENTRY}",
]


def _postgres(vectors: dict[str, str]) -> list[str]:
    statements = []
    for name, expression in vectors.items():
        statements += [
            f"ALTER TABLE {ENTRY} DROP COLUMN {name}",
            f"ALTER TABLE {ENTRY} ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({expression}) STORED",
            f"CREATE INDEX {INDICES[name]} ON {ENTRY} USING gin ({name})",
        ]
    return statements


def change(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in _postgres(NOW) if vendor == "postgresql" else SQLITE if vendor == "sqlite" else []:
        schema_editor.execute(statement)


def change_back(apps, schema_editor):
    for statement in _postgres(BEFORE) if schema_editor.connection.vendor == "postgresql" else []:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("listing_search", "0002_full_text")]

    operations = [migrations.RunPython(change, change_back)]
