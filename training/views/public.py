"""Pages that anyone may read: courses, lessons, classes, the calendar, its feeds."""

import mimetypes
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, View

from training import calendars, queries
from training.access import user_phone
from training.errors import Refused
from training.forms import EnrolForm
from training.models import Course, Lesson, Material, Programme, Session, TrainingClass
from training.places import place_field, place_model
from training.services import enrolment
from training.services.check_in import metres_between


class CourseList(ListView):
    """Anyone: every programme with its public courses."""

    template_name = "training/courses.html"
    context_object_name = "programmes"

    def get_queryset(self):
        shown = Course.objects.public()
        return Programme.objects.filter(courses__in=shown).distinct().prefetch_related(Prefetch("courses", shown))


class CourseDetail(DetailView):
    """Anyone: what a course gives, its lessons, and the classes that can be joined."""

    template_name = "training/course.html"
    context_object_name = "course"

    def get_queryset(self):
        return Course.objects.public().select_related("programme")

    def get_context_data(self, **kwargs):
        classes = TrainingClass.objects.public().coming().filter(course=self.object).select_related("place", "course")
        curriculum = self.object.current_curriculum()
        return super().get_context_data(
            **kwargs,
            classes=queries.with_free_places(classes),
            lessons=curriculum.lessons.prefetch_related("materials") if curriculum else [],
        )


class LessonDetail(DetailView):
    """Anyone: the text and materials of a lesson in a published curriculum of a public course."""

    template_name = "training/lesson.html"
    context_object_name = "lesson"

    def get_object(self, queryset=None):
        return get_object_or_404(_lessons(self.kwargs["slug"]), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        materials = list(self.object.materials.all())
        for material in materials:
            material.lesson = self.object
        return super().get_context_data(**kwargs, materials=materials)


class MaterialFile(View):
    """Anyone: a picture or a PDF of such a lesson, to be kept for reading without a signal."""

    def get(self, request, slug, pk, material):
        found = get_object_or_404(Material.objects.exclude(file=""), pk=material, lesson__in=_lessons(slug), lesson=pk)
        is_pdf = found.kind == Material.Kind.PDF
        content_type = "application/pdf" if is_pdf else mimetypes.guess_type(found.file.name)[0]
        name = f"{slug}-{found.lesson.position}{Path(found.file.name).suffix}"
        answer = FileResponse(
            found.file.storage.open(found.file.name), content_type=content_type, as_attachment=is_pdf, filename=name
        )
        answer["Cache-Control"] = "public, max-age=86400"
        return answer


def _lessons(slug: str):
    """The lessons of the published curricula of a public course."""
    course = get_object_or_404(Course.objects.public(), slug=slug)
    lessons = Lesson.objects.filter(curriculum__course=course, curriculum__published_at__isnull=False)
    return lessons.select_related("curriculum__course")


class ClassDetail(View):
    """Anyone: when and where a class meets, whether there is room; enrolling in two fields."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        initial = {}
        if request.user.is_authenticated:
            initial = {"full_name": getattr(request.user, "full_name", ""), "phone": user_phone(request.user)}
        return self._page(request, code, EnrolForm(initial=initial))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        training_class = get_object_or_404(TrainingClass.objects.public(), code=code)
        form = EnrolForm(request.POST)
        if not form.is_valid():
            return self._page(request, code, form)
        user = request.user if request.user.is_authenticated else None
        name, phone = form.cleaned_data["full_name"], form.cleaned_data["phone"]
        try:
            made = enrolment.enrol_herself(
                training_class,
                name,
                phone,
                language=request.LANGUAGE_CODE,
                user=user,
                is_her_phone=user is not None and user_phone(user) == phone,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._page(request, code, form)
        return redirect("training:enrolment", made.token)

    def _page(self, request: HttpRequest, code: str, form: EnrolForm) -> HttpResponse:
        classes = TrainingClass.objects.public().select_related("course__programme", "place", "trainer")
        sessions = Prefetch("sessions", Session.objects.order_by("starts_at"))
        training_class = get_object_or_404(queries.with_free_places(classes).prefetch_related(sessions), code=code)
        return render(request, "training/class.html", {"training_class": training_class, "form": form})


class Calendar(ListView):
    """Anyone: the classes to come, those nearest to a chosen commune first."""

    template_name = "training/calendar.html"
    context_object_name = "classes"
    paginate_by = 30

    def get_queryset(self):
        classes = TrainingClass.objects.public().coming().select_related("course", "place")
        classes = queries.with_free_places(classes)
        self.place = self._place()
        if self.place is None:
            return classes
        return sorted(classes, key=lambda one: (_far(self.place, one.place), one.has_begun, one.starts_on))

    def _place(self):
        self.error = ""
        self.field = place_field(required=False)
        try:
            return self.field.clean(self.request.GET.get("place", ""))
        except ValidationError as error:
            self.error = " ".join(error.messages)
            return None

    def get_context_data(self, **kwargs):
        widget = self.field.widget.render(
            "place", self.field.prepare_value(self.place or self.request.GET.get("place", "")), {"id": "id_place"}
        )
        return super().get_context_data(
            **kwargs, place=self.place, place_widget=widget, place_error=self.error, media=self.field.widget.media
        )


def _far(here, there) -> float:
    """Metres between the middles of two places; where a project's places have none, the same one first."""
    if here.pk == there.pk:
        return 0
    try:
        return metres_between(here.latitude, here.longitude, there.latitude, there.longitude)
    except AttributeError:
        return 1


class PlaceFeed(View):
    """Anyone: the public classes of a commune, for the calendar of a phone."""

    def get(self, request, pk):
        place = get_object_or_404(place_model(), pk=pk)
        public = TrainingClass.objects.filter(place=place, state__in=["open", "closed"], course__is_public=True)
        sessions = Session.objects.filter(training_class__in=public)
        return _feed(_("Courses in %(place)s") % {"place": place.name}, sessions)


class ClassFeed(View):
    """Anyone: the sessions of a public class."""

    def get(self, request, code):
        classes = TrainingClass.objects.filter(state__in=["open", "closed"], course__is_public=True)
        training_class = get_object_or_404(classes.select_related("course"), code=code)
        return _feed(training_class.course.shown_title, training_class.sessions.all())


class TrainerFeed(View):
    """Who has the trainer's signed address: the sessions of her classes, drafts left out."""

    def get(self, request, token):
        user = get_object_or_404(get_user_model(), pk=calendars.trainer_of(token) or 0)
        classes = TrainingClass.objects.taught_by(user).exclude(state=TrainingClass.State.DRAFT)
        return _feed(_("My classes"), Session.objects.filter(training_class__in=classes))


def _feed(name: str, sessions) -> HttpResponse:
    content = calendars.calendar(name, calendars.in_feeds(sessions))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "max-age=900"
    return answer
