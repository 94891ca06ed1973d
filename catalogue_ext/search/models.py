from hashlib import blake2b

from django.db import models
from django.utils.translation import gettext_lazy as _


class TagSet(models.Model):
    """What listings are tagged with, once for all that are tagged alike. Only ever added to.

    Hits are counted by their set of tags, which are few, before the tags of each set are.
    """

    id = models.BigIntegerField(primary_key=True)
    """The digest of the tags: who writes an entry need not ask for it."""
    tags = models.JSONField()
    """`c:<id>` of each category and those above it, `a:<attribute>:<value>` of each attribute, in order."""

    class Meta:
        verbose_name = _("set of tags")
        verbose_name_plural = _("sets of tags")

    def __str__(self) -> str:
        return ", ".join(self.tags)

    @classmethod
    def of(cls, tags: list[str]) -> "TagSet":
        """The set of these tags, saved or not."""
        digest = blake2b("\n".join(tags).encode(), digest_size=8).digest()
        return cls(id=int.from_bytes(digest, signed=True), tags=tags)


class SearchEntry(models.Model):
    """What one listing is found and counted by: with `SearchTitle` the index of the database engines.

    Written by `SqlEngine.write` only, but for figures (`indexing.reindex_figures`). It leans on nothing of the shop, so
    that a listing that buyers may not see has `on_sale` false. Texts are words parted by single spaces (`analysis`).

    A search reads the row of every hit, so the row is short: what is long stands outside of it in PostgreSQL
    (docs/decisions/0024-counts-read-short-rows.md).
    """

    listing_id = models.BigIntegerField(primary_key=True)
    words = models.TextField(blank=True)
    """All that is found at once: words folded and exact, those written without marks once more (`vase_`), pairs of
    exact ones (`bình_hoa`), the titles' folded words and pairs as theirs (`_binh`, `_binh_hoa`, `__vase`), codes."""
    text = models.TextField(blank=True)
    """Folded words of the descriptions: searched when nothing else is found."""

    on_sale = models.BooleanField(default=False)
    price = models.BigIntegerField(default=0)
    in_stock = models.BooleanField(default=False)
    made_to_order = models.BooleanField(default=False)
    featured = models.BooleanField(default=False)
    popularity = models.PositiveIntegerField(default=0)
    rating = models.FloatField(null=True)
    published_at = models.DateTimeField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)
    stars_until = models.DateField(null=True)
    origin = models.BigIntegerField(null=True)
    shop = models.BigIntegerField()
    tag_set = models.ForeignKey(TagSet, models.PROTECT, related_name="entries")

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            models.Index(
                fields=["-popularity", "-listing_id"], name="search_popular", condition=models.Q(on_sale=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.listing_id)


class SearchTitle(models.Model):
    """What the likeliest hits are put in order by. Texts are words parted by single spaces."""

    entry = models.OneToOneField(
        SearchEntry, models.CASCADE, primary_key=True, db_column="listing_id", related_name="titles"
    )
    title = models.TextField()
    title_en = models.TextField(blank=True)
    names = models.TextField(blank=True)
    """Exact words of shop, maker, places and categories, ` | ` between the names."""
    folded_title = models.TextField(blank=True)
    """Folded words of both titles."""

    class Meta:
        verbose_name = _("title in the search")
        verbose_name_plural = _("titles in the search")

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word of titles and names, exact or folded: what a slip of the finger is compared with. Only ever added to."""

    word = models.CharField(max_length=40, unique=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word


class SynonymGroup(models.Model):
    """Words that mean the same to buyers: regional ones, English names, what people say for a category."""

    terms = models.CharField(
        _("words"), max_length=400, help_text=_("Separated by commas; each may be several words: bát, chén, rice bowl.")
    )
    leads_to = models.CharField(
        _("lead to"),
        max_length=400,
        blank=True,
        help_text=_("Empty: each of the words finds all others. Else they find these, and these do not find them."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["terms"]
        constraints = [models.UniqueConstraint(fields=["terms", "leads_to"], name="synonyms_once")]

    def __str__(self) -> str:
        return f"{self.terms} → {self.leads_to}" if self.leads_to else self.terms


class IndexChange(models.Model):
    """A listing that changed and that Elasticsearch has not been told of: written with the change itself.

    Rows are only ever added and taken away, so that concurrent changes never wait for each other.
    """

    listing_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change for the index")
        verbose_name_plural = _("changes for the index")

    def __str__(self) -> str:
        return str(self.listing_id)


class SearchCount(models.Model):
    """How often a text was searched on a day. Counted, not logged: nobody's searches can be told from another's."""

    day = models.DateField(_("day"))
    folded = models.CharField(max_length=120)
    text = models.CharField(_("text"), max_length=120)
    """As it was typed first."""
    searches = models.PositiveIntegerField(_("searches"), default=0)
    without_result = models.PositiveIntegerField(_("without result"), default=0)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("searches of a day")
        verbose_name_plural = _("searches of days")
        ordering = ["-day", "-searches"]
        constraints = [models.UniqueConstraint(fields=["day", "folded"], name="search_counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.text}"


class SearchClick(models.Model):
    """How often a listing was opened from the results of a text on a day."""

    count = models.ForeignKey(SearchCount, models.CASCADE, related_name="clicked")
    listing = models.ForeignKey("catalogue_ext.Listing", models.CASCADE, related_name="+")
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("clicks of a search")
        verbose_name_plural = _("clicks of searches")
        constraints = [models.UniqueConstraint(fields=["count", "listing"], name="click_counted_once_a_search")]

    def __str__(self) -> str:
        return f"{self.count}: {self.listing_id}"
