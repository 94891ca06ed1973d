"""The entry loses what moved out of it. In PostgreSQL its rows are written anew, with all that is long outside of them.

Before it titles were compared in the row of every hit; now their pairs of words are among those of the index, so that
after it `manage.py search rebuild` is needed: until then titles with the words beside each other do not come first.
"""

import django.db.models.deletion
from django.db import migrations, models

ENTRY = "listing_search_searchentry"
VECTOR = "tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array({}, ' '))) STORED"
WORDS, ALL = VECTOR.format("words"), VECTOR.format("btrim(words || ' ' || text)")
INDICES = [
    f"CREATE INDEX {name} ON {ENTRY} USING gin ({column}) WITH (gin_pending_list_limit = 256)"
    for name, column in (("search_words", "words_vector"), ("search_all", "all_vector"))
]
SHORT = [
    f"ALTER TABLE {ENTRY} DROP COLUMN words_vector, DROP COLUMN all_vector",
    f"ALTER TABLE {ENTRY} SET (toast_tuple_target = 128)",
    f"ALTER TABLE {ENTRY} ADD COLUMN words_vector {WORDS}, ADD COLUMN all_vector {ALL}",
    *INDICES,
]


def shorten(apps, schema_editor):
    for statement in SHORT if schema_editor.connection.vendor == "postgresql" else []:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("listing_search", "0005_titles_and_tags_apart")]

    operations = [
        *(
            migrations.RemoveField("searchentry", name)
            for name in ("title", "title_en", "names", "folded_title", "tags")
        ),
        migrations.AlterField(
            "searchentry",
            "tag_set",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="listing_search.tagset"
            ),
        ),
        migrations.RunPython(shorten),
    ]
