"""Where the programme's people write quizzes, tasks and rules. Attempts and answers are only read."""

import uuid

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile

from training import conf
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


class QuestionForm(forms.ModelForm):
    """Its picture comes in as all pictures do: decoded, made smaller, written anew."""

    class Meta:
        model = models.Question
        fields = "__all__"  # noqa: DJ007 - staff's own form

    def clean_picture(self):
        picture = self.cleaned_data["picture"]
        if not isinstance(picture, UploadedFile):
            return picture
        cleaned = conf.load("TRAINING_PHOTO_CLEANER")(picture)
        cleaned.name = f"{uuid.uuid4().hex}.webp"
        return cleaned


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
    form = QuestionForm
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
