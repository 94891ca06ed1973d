"""The administrative units of Vietnam since 1 July 2025 (two tiers), and the communes they were made of.

Source: `vietnamadminunits` 1.0.4 (MIT), see `data/README.md` and docs/decisions/0003-administrative-units.md.
Rows come from `manage.py load_units`; nothing here is typed in by hand.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SCHEME = "2025-07"
"""The codes in force since 1 July 2025."""

FORMER_SCHEME = "2025-01"
"""The codes in force from 1 January to 30 June 2025. 96 of Ninh Bình's codes name another place in each scheme."""


class Region(models.TextChoices):
    """The six socio-economic regions of Resolution 306/NQ-CP of 5 October 2025, north to south."""

    NORTHERN_UPLANDS = "northern-uplands", _("Northern midlands and mountains")
    RED_RIVER_DELTA = "red-river-delta", _("Red River Delta")
    NORTH_CENTRAL = "north-central", _("North Central")
    SOUTH_CENTRAL = "south-central", _("South Central Coast and Central Highlands")
    SOUTH_EAST = "south-east", _("South East")
    MEKONG_DELTA = "mekong-delta", _("Mekong Delta")


class Province(models.Model):
    """One of the 34 provinces and centrally run cities."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("Two digits, as in Decision 19/2025."))
    name = models.CharField(_("name"), max_length=60, help_text=_("With its kind: “Tỉnh Ninh Bình”."))
    folded = models.CharField(max_length=60, editable=False)
    """Its name without the kind, folded: `ninh binh`."""
    search_text = models.CharField(max_length=200, editable=False)
    """Folded phrases: its name, the provinces it took in, what people call it; see `loading.phrases`."""
    region = models.CharField(_("region"), max_length=20, choices=Region.choices)
    sort_key = models.CharField(max_length=120, editable=False)
    """Vietnamese order of the name without the kind, see `folding.sort_key`."""

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["sort_key"]
        constraints = [models.CheckConstraint(condition=Q(region__in=Region.values), name="province_region_known")]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """One of the 3,321 units below the province. Its code means nothing without the scheme's version."""

    class Kind(models.TextChoices):
        XA = "xa", _("commune")
        PHUONG = "phuong", _("ward")
        DAC_KHU = "dac_khu", _("special zone")

    scheme = models.CharField(_("code scheme"), max_length=7, default=SCHEME, help_text=_("Year and month it began."))
    code = models.CharField(_("code"), max_length=5)
    name = models.CharField(_("name"), max_length=60, help_text=_("With its kind: “Phường Hoa Lư”."))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    short_name = models.CharField(_("name without the kind"), max_length=60)
    folded = models.CharField(max_length=60, editable=False, db_index=True)
    """The short name, folded: `hoa lu`."""
    search_text = models.TextField(editable=False)
    """Folded phrases: its name, former communes, districts and provinces, the province; see `loading.phrases`."""
    latitude = models.FloatField(_("latitude"), help_text=_("Of its middle, in degrees north (WGS 84)."))
    longitude = models.FloatField(_("longitude"), help_text=_("Of its middle, in degrees east (WGS 84)."))
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="communes", verbose_name=_("province")
    )
    former_districts = models.CharField(_("former districts"), max_length=200, blank=True)
    """Names of the districts its land lay in until 30 June 2025, comma between; carriers still ask for them."""

    class Meta:
        verbose_name = _("commune or ward")
        verbose_name_plural = _("communes and wards")
        ordering = ["folded", "name"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="commune_code_unique_in_scheme"),
            models.UniqueConstraint(fields=["scheme", "province", "name"], name="commune_name_unique_in_province"),
            models.CheckConstraint(condition=Q(kind__in=["xa", "phuong", "dac_khu"]), name="commune_kind_known"),
            models.CheckConstraint(
                condition=Q(latitude__range=(6, 24), longitude__range=(102, 118)), name="commune_lies_in_vietnam"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What a person reads and may post back: `Phường Nam Hoa Lư, Tỉnh Ninh Bình`. Unique; needs the province."""
        return f"{self.name}, {self.province.name}"


class FormerCommune(models.Model):
    """A commune of before July 2025 and one commune its land went to; a split one has a row for each.

    Five island districts had no communes: they stand here themselves, with their district's code and name.
    """

    scheme = models.CharField(_("code scheme"), max_length=7, default=FORMER_SCHEME)
    old_code = models.CharField(_("former code"), max_length=5)
    name = models.CharField(_("name"), max_length=60)
    district = models.CharField(_("former district"), max_length=60, blank=True)
    province_name = models.CharField(_("former province"), max_length=60)
    older_names = models.CharField(max_length=250, blank=True, editable=False)
    """Folded names that it, or a part of it, bore in the years before, `; ` between: `phuc thanh; thanh binh`."""
    older_districts = models.CharField(max_length=60, blank=True, editable=False)
    """The same of its district: `quan 9; quan 2` of Thủ Đức."""
    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="former_communes", verbose_name=_("commune or ward")
    )
    is_default = models.BooleanField(
        _("usual answer"), default=True, help_text=_("Of a commune that was split: where most of its people are now.")
    )
    folded = models.CharField(max_length=60, editable=False, db_index=True)
    """Its name without the kind, folded."""

    class Meta:
        verbose_name = _("former commune")
        verbose_name_plural = _("former communes")
        ordering = ["folded", "district"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "old_code", "commune"], name="former_commune_once_per_commune"),
            models.UniqueConstraint(
                fields=["scheme", "old_code"], condition=Q(is_default=True), name="former_commune_one_usual_answer"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.district, self.province_name) if part)
