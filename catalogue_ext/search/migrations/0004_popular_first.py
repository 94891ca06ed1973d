"""Suggestions walk along the most popular entries. In PostgreSQL the rows become short for it.

What is long (words, their vectors) moves out of the row at its next writing; what is read of every hit (the titles'
vectors, tags) stays. A search reads at most 256 KB of words that are not in their index yet. After it
`manage.py search rebuild`, as words hold the English titles' too.
"""

from django.db import migrations, models

ENTRY = "listing_search_searchentry"
READ_OF_EACH = ("title_vector", "folded_title_vector", "tags")
SHORT = [
    f"ALTER TABLE {ENTRY} SET (toast_tuple_target = 640)",
    *(f"ALTER TABLE {ENTRY} ALTER COLUMN {name} SET STORAGE MAIN" for name in READ_OF_EACH),
    *(f"ALTER INDEX {name} SET (gin_pending_list_limit = 256)" for name in ("search_words", "search_all")),
]
AS_BEFORE = [
    f"ALTER TABLE {ENTRY} RESET (toast_tuple_target)",
    *(f"ALTER TABLE {ENTRY} ALTER COLUMN {name} SET STORAGE EXTENDED" for name in READ_OF_EACH),
    *(f"ALTER INDEX {name} RESET (gin_pending_list_limit)" for name in ("search_words", "search_all")),
]


def _in_postgres(statements: list[str]):
    def run(apps, schema_editor):
        for statement in statements if schema_editor.connection.vendor == "postgresql" else []:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("listing_search", "0003_words_as_they_are")]

    operations = [
        migrations.AddIndex(
            "searchentry",
            models.Index(
                fields=["-popularity", "-listing_id"], name="search_popular", condition=models.Q(on_sale=True)
            ),
        ),
        migrations.RunPython(_in_postgres(SHORT), _in_postgres(AS_BEFORE)),
    ]
