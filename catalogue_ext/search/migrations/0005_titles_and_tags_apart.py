"""Titles and tags move out of the entry, which a search reads of every hit (decision 0024)."""

from hashlib import blake2b

import django.db.models.deletion
from django.db import migrations, models

MOVE_TITLES = """
    INSERT INTO listing_search_searchtitle (listing_id, title, title_en, names, folded_title)
    SELECT listing_id, title, title_en, names, folded_title FROM listing_search_searchentry"""


def move_tags(apps, schema_editor):
    TagSet = apps.get_model("listing_search", "TagSet")
    SearchEntry = apps.get_model("listing_search", "SearchEntry")
    alike: dict[tuple[str, ...], list[int]] = {}
    for pk, tags in SearchEntry.objects.values_list("pk", "tags").iterator():
        alike.setdefault(tuple(sorted(set(tags))), []).append(pk)
    for tags, ids in alike.items():
        digest = blake2b("\n".join(tags).encode(), digest_size=8).digest()
        tag_set = TagSet.objects.create(id=int.from_bytes(digest, signed=True), tags=list(tags))
        for first in range(0, len(ids), 500):
            SearchEntry.objects.filter(pk__in=ids[first : first + 500]).update(tag_set=tag_set)


class Migration(migrations.Migration):
    dependencies = [("listing_search", "0004_popular_first")]

    operations = [
        migrations.CreateModel(
            name="TagSet",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("tags", models.JSONField()),
            ],
            options={"verbose_name": "set of tags", "verbose_name_plural": "sets of tags"},
        ),
        migrations.CreateModel(
            name="SearchTitle",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_column="listing_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="titles",
                        serialize=False,
                        to="listing_search.searchentry",
                    ),
                ),
                ("title", models.TextField()),
                ("title_en", models.TextField(blank=True)),
                ("names", models.TextField(blank=True)),
                ("folded_title", models.TextField(blank=True)),
            ],
            options={"verbose_name": "title in the search", "verbose_name_plural": "titles in the search"},
        ),
        migrations.AddField(
            "searchentry",
            "tag_set",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="listing_search.tagset",
            ),
        ),
        migrations.RunSQL(MOVE_TITLES, migrations.RunSQL.noop),
        migrations.RunPython(move_tags, migrations.RunPython.noop),
    ]
