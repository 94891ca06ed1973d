"""Learners on the desk: found, mended, merged."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, View

from training.access import DeskRequired, Role
from training.errors import Refused
from training.forms import LearnerForm
from training.models import Attendance, LearnerMerge
from training.services import merging


class Learners(DeskRequired, ListView):
    """Anyone with a role in training: the learners of her classes or her area."""

    template_name = "training/desk/learners.html"
    context_object_name = "learners"
    paginate_by = 40

    def get_queryset(self):
        text = self.request.GET.get("q", "").strip()
        learners = self.request.training.learners().living().select_related("place")
        return learners.matching(text).order_by("sort_key", "pk") if text else learners.order_by("sort_key", "pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, q=self.request.GET.get("q", ""))


class LearnerDetail(DeskRequired, View):
    """Who may see the learner: her classes, her attendance, who may be the same person."""

    def get(self, request, pk):
        learner = get_object_or_404(request.training.learners().select_related("place", "user"), pk=pk)
        if learner.merged_into_id:
            return redirect("training:learner", learner.merged_into_id)
        enrolments = learner.enrolments.filter(training_class__in=request.training.classes())
        marked = Attendance.objects.filter(learner=learner, session__training_class__in=request.training.classes())
        context = {
            "learner": learner,
            "enrolments": enrolments.select_related("training_class__course", "training_class__place"),
            "attendance": marked.select_related("session__training_class__course").order_by("-session__starts_at"),
            "merges": LearnerMerge.objects.filter(kept=learner).select_related("merged", "by"),
            "duplicates": merging.likely_duplicates(learner).filter(pk__in=request.training.learners())[:10],
            "may_change": not request.training.only_reads,
        }
        return render(request, "training/desk/learner.html", context)


class EditLearner(DeskRequired, FormView):
    """Who may see the learner, auditors excepted."""

    roles = {Role.TRAINER, Role.OFFICER, Role.MANAGER}
    form_class = LearnerForm
    template_name = "training/desk/form.html"

    def get_form_kwargs(self):
        self.learner = get_object_or_404(self.request.training.learners().living(), pk=self.kwargs["pk"])
        return super().get_form_kwargs() | {"instance": self.learner}

    def get_context_data(self, **kwargs):
        back = reverse("training:learner", args=[self.kwargs["pk"]])
        return super().get_context_data(**kwargs, title=_("Change the record"), button=_("Save"), back=back)

    def form_valid(self, form):
        form.save()
        return redirect("training:learner", self.kwargs["pk"])


class Merge(DeskRequired, View):
    """Trainers, officers, managers, for two learners they may see: make one record of two."""

    roles = {Role.TRAINER, Role.OFFICER, Role.MANAGER}

    def post(self, request, pk):
        learners = request.training.learners()
        other = request.POST.get("merged", "")
        kept = get_object_or_404(learners, pk=pk)
        merged = get_object_or_404(learners, pk=other if other.isdecimal() else 0)
        try:
            merging.merge(kept, merged, by=request.user)
            messages.success(request, _("The two records are one now; the history is kept."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("training:learner", pk)
