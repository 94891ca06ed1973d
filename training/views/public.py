"""Pages that anyone may read: courses, lessons, classes."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView

from training.models import Course, Lesson, Programme, Session, TrainingClass


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
            **kwargs, classes=classes, lessons=curriculum.lessons.prefetch_related("materials") if curriculum else []
        )


class LessonDetail(DetailView):
    """Anyone: the text and materials of a lesson in the course's published curriculum."""

    template_name = "training/lesson.html"
    context_object_name = "lesson"

    def get_object(self, queryset=None):
        course = get_object_or_404(Course.objects.public(), slug=self.kwargs["slug"])
        lessons = Lesson.objects.filter(curriculum__course=course, curriculum__published_at__isnull=False)
        return get_object_or_404(lessons.select_related("curriculum__course"), pk=self.kwargs["pk"])


class ClassDetail(DetailView):
    """Anyone: when and where a class meets, and whether there is room."""

    template_name = "training/class.html"
    context_object_name = "training_class"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        sessions = Session.objects.order_by("starts_at")
        return (
            TrainingClass.objects.public()
            .select_related("course__programme", "place", "trainer")
            .prefetch_related(Prefetch("sessions", sessions))
        )
