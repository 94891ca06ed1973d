"""Staff's own way to every row. Attendance is only read here: corrections go through the desk, with a reason."""

from django.contrib import admin

from training import models
from training.materials import MaterialForm


class ReadOnly:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    pass


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0


class LessonInline(admin.StackedInline):
    model = models.Lesson
    extra = 0


class MaterialInline(admin.TabularInline):
    model = models.Material
    form = MaterialForm
    extra = 0


class SessionInline(admin.TabularInline):
    model = models.Session
    extra = 0
    fields = ["number", "title", "starts_at", "ends_at", "mode", "hall", "state"]


@admin.register(models.Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]


@admin.register(models.Course)
class CourseAdmin(admin.ModelAdmin):
    list_display = ["title", "programme", "audience", "hours", "is_public", "is_onboarding"]
    list_filter = ["programme", "audience"]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title"]


@admin.register(models.Curriculum)
class CurriculumAdmin(admin.ModelAdmin):
    list_display = ["course", "number", "published_at", "note"]
    list_select_related = ["course"]
    list_filter = ["course"]
    inlines = [LessonInline]


@admin.register(models.Lesson)
class LessonAdmin(admin.ModelAdmin):
    list_display = ["title", "curriculum", "position", "minutes"]
    list_select_related = ["curriculum__course"]
    list_filter = ["curriculum__course"]
    inlines = [MaterialInline]


@admin.register(models.TrainingClass)
class TrainingClassAdmin(admin.ModelAdmin):
    list_display = ["code", "course", "place", "trainer", "starts_on", "state"]
    list_select_related = ["course", "place", "trainer"]
    list_filter = ["state", "course"]
    search_fields = ["code", "venue"]
    raw_id_fields = ["place", "trainer", "assistants"]
    date_hierarchy = "starts_on"
    inlines = [SessionInline]


@admin.register(models.Session)
class SessionAdmin(admin.ModelAdmin):
    list_display = ["__str__", "starts_at", "mode", "state"]
    list_select_related = ["training_class"]
    list_filter = ["state", "mode"]
    raw_id_fields = ["training_class"]


@admin.register(models.Learner)
class LearnerAdmin(admin.ModelAdmin):
    list_display = ["full_name", "phone", "birth_year", "place", "role"]
    list_select_related = ["place"]
    list_filter = ["role"]
    search_fields = ["full_name", "folded", "phone", "badge"]
    raw_id_fields = ["place", "user", "merged_into"]


@admin.register(models.Enrolment)
class EnrolmentAdmin(admin.ModelAdmin):
    list_display = ["learner", "training_class", "state", "source", "queued_at"]
    list_select_related = ["learner", "training_class__course"]
    list_filter = ["state", "source"]
    raw_id_fields = ["learner", "training_class", "enrolled_by"]


@admin.register(models.StaffAssignment)
class StaffAssignmentAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "place"]
    list_select_related = ["user", "place"]
    list_filter = ["role"]
    raw_id_fields = ["user", "place"]


@admin.register(models.AttendanceMark)
class AttendanceMarkAdmin(ReadOnlyAdmin):
    list_display = ["session", "learner", "state", "source", "reason", "by", "corrected_at", "received_at"]
    list_select_related = ["session__training_class", "learner", "by"]
    list_filter = ["state", "source"]


@admin.register(models.LearnerMerge)
class LearnerMergeAdmin(ReadOnlyAdmin):
    list_display = ["kept", "merged", "by", "at"]
    list_select_related = ["kept", "merged", "by"]


@admin.register(models.SentNotice)
class SentNoticeAdmin(ReadOnlyAdmin):
    list_display = ["key", "template", "learner", "sent_at"]
    list_select_related = ["learner"]


@admin.register(models.SessionChange)
class SessionChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "session", "starts_before", "starts_after", "by", "reason"]
    list_select_related = ["session__training_class", "by"]
    search_fields = ["session__training_class__code", "reason"]


@admin.register(models.WalkIn)
class WalkInAdmin(ReadOnlyAdmin):
    list_display = ["full_name", "phone", "session", "learner", "by", "received_at"]
    list_select_related = ["session__training_class", "learner", "by"]
    search_fields = ["full_name", "phone"]


@admin.register(models.OnlineArrival)
class OnlineArrivalAdmin(ReadOnlyAdmin):
    list_display = ["at", "session", "learner"]
    list_select_related = ["session__training_class", "learner"]
    search_fields = ["learner__full_name", "learner__phone"]
