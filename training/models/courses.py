"""What is taught: a programme's courses, each with numbered curricula of lessons and their materials."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def _in_language(own: str, english: str) -> str:
    return english if english and (get_language() or "vi").startswith("en") else own


class Programme(models.Model):
    name = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    aim = models.TextField(_("aim"), blank=True)
    aim_en = models.TextField(_("aim (English)"), blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        return _in_language(self.name, self.name_en)

    @property
    def shown_aim(self) -> str:
        return _in_language(self.aim, self.aim_en)

    @property
    def anchor(self) -> str:
        """The id of its part of the page of courses."""
        return f"programme-{self.slug}"


class CourseQuerySet(models.QuerySet):
    def public(self) -> "CourseQuerySet":
        """Courses that anyone may read about: with a published curriculum."""
        published = Curriculum.objects.filter(course=models.OuterRef("pk"), published_at__lte=timezone.now())
        return self.filter(models.Exists(published), is_public=True)


class Course(models.Model):
    """What it is about and by which rules it is attended; what is taught stands in its curricula."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("everyone")
        MEMBERS = "member", _("Union members and officers")
        OFFICERS = "officer", _("Union officers")
        COOPERATIVES = "cooperative", _("cooperatives and household businesses")

    class Excused(models.TextChoices):
        LEFT_OUT = "left_out", _("the session is left out of the count")
        PRESENT = "present", _("counts as present")
        ABSENT = "absent", _("counts as absent")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="courses", verbose_name=_("programme"))
    title = models.CharField(_("title"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150, blank=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    aim = models.TextField(_("aim"), help_text=_("What she can do afterwards."))
    aim_en = models.TextField(_("aim (English)"), blank=True)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    for_whom_en = models.CharField(_("for whom (English)"), max_length=200, blank=True)
    audience = models.CharField(_("who may enrol"), max_length=12, choices=Audience.choices, default=Audience.EVERYONE)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_public = models.BooleanField(_("shown to all"), default=True)
    is_onboarding = models.BooleanField(
        _("opens the shop"), default=False, help_text=_("Who completes it has done the sellers' onboarding course.")
    )
    late_after_minutes = models.PositiveSmallIntegerField(
        _("late after, minutes"), default=15, help_text=_("Who checks in herself later than this is marked late.")
    )
    late_counts_percent = models.PositiveSmallIntegerField(
        _("late counts, percent"), default=100, validators=[MaxValueValidator(100)]
    )
    excused_counts = models.CharField(_("excused"), max_length=8, choices=Excused.choices, default=Excused.LEFT_OUT)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(late_counts_percent__lte=100), name="course_late_counts_at_most_whole"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="course_takes_time"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.slug])

    @property
    def shown_title(self) -> str:
        return _in_language(self.title, self.title_en)

    @property
    def shown_aim(self) -> str:
        return _in_language(self.aim, self.aim_en)

    @property
    def shown_for_whom(self) -> str:
        return _in_language(self.for_whom, self.for_whom_en)

    def current_curriculum(self) -> "Curriculum | None":
        """The one that a class beginning now takes."""
        return self.curricula.filter(published_at__lte=timezone.now()).order_by("-number").first()


class Curriculum(models.Model):
    """One version of what a course teaches. A class keeps the one it began with."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="curricula", verbose_name=_("course"))
    number = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("curriculum")
        verbose_name_plural = _("curricula")
        ordering = ["course", "-number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="curriculum_number_once_a_course")]

    def __str__(self) -> str:
        return f"{self.course} v{self.number}"


class Lesson(models.Model):
    curriculum = models.ForeignKey(Curriculum, models.CASCADE, related_name="lessons", verbose_name=_("curriculum"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=150)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    text = models.TextField(_("text"), blank=True, help_text=_("Paragraphs, an empty line between. No HTML."))

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["curriculum", "position"]
        constraints = [models.UniqueConstraint(fields=["curriculum", "position"], name="lesson_position_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:lesson", args=[self.curriculum.course.slug, self.pk])


def material_path(material: "Material", filename: str) -> str:
    return f"training/materials/{material.lesson_id}/{filename}"


class Material(models.Model):
    """A picture, a PDF or a video link of a lesson; sizes are shown before anyone spends her data on them."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("picture")
        PDF = "pdf", _("PDF")
        VIDEO = "video", _("video")

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="materials", verbose_name=_("lesson"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=150)
    file = models.FileField(_("file"), upload_to=material_path, blank=True, max_length=200)
    url = models.URLField(_("address"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="video") & ~Q(url="")) | (Q(kind__in=["picture", "pdf"]) & ~Q(file="")),
                name="material_has_what_its_kind_needs",
                violation_error_message=_("A video needs its address, a picture or PDF its file."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The video's own address, or ours of the file."""
        if self.kind == self.Kind.VIDEO:
            return self.url
        return reverse("training:material", args=[self.lesson.curriculum.course.slug, self.lesson_id, self.pk])
