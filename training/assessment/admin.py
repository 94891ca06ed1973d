"""Where the programme's people write quizzes, tasks and rules. Attempts and answers are only read."""

from django.contrib import admin

from training.admin import ReadOnlyAdmin, ReadOnlyInline
from training.assessment import models


class ChoiceInline(admin.TabularInline):
    model = models.Choice
    extra = 2


class QuestionInline(admin.TabularInline):
    model = models.Question
    extra = 0
    fields = ["position", "kind", "text"]
    show_change_link = True


class StepInline(admin.TabularInline):
    model = models.TaskStep
    extra = 1


@admin.register(models.Quiz)
class QuizAdmin(admin.ModelAdmin):
    list_display = ["title", "curriculum", "kind", "lesson", "pass_percent"]
    list_select_related = ["curriculum__course", "lesson"]
    list_filter = ["kind", "curriculum__course"]
    inlines = [QuestionInline]


@admin.register(models.Question)
class QuestionAdmin(admin.ModelAdmin):
    list_display = ["text", "quiz", "kind"]
    list_select_related = ["quiz"]
    list_filter = ["kind", "quiz"]
    search_fields = ["text"]
    inlines = [ChoiceInline]


@admin.register(models.Task)
class TaskAdmin(admin.ModelAdmin):
    list_display = ["title", "curriculum", "needs_photo"]
    list_select_related = ["curriculum__course"]
    inlines = [StepInline]


@admin.register(models.CompletionRule)
class CompletionRuleAdmin(admin.ModelAdmin):
    list_display = ["course", "attendance_percent", "needs_quiz", "needs_tasks"]
    list_select_related = ["course"]


class AnswerInline(ReadOnlyInline):
    model = models.Answer


@admin.register(models.Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    inlines = [AnswerInline]
    list_display = ["quiz", "enrolment", "number", "percent", "passed", "submitted_at"]
    list_select_related = ["quiz", "enrolment__learner", "enrolment__training_class"]
    list_filter = ["passed", "quiz"]


@admin.register(models.TaskSubmission)
class TaskSubmissionAdmin(ReadOnlyAdmin):
    list_display = ["task", "enrolment", "state", "handed_in_at"]
    list_select_related = ["task", "enrolment__learner", "enrolment__training_class"]
    list_filter = ["state"]
