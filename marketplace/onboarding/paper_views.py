"""Papers: sent, turned, removed, and shown to who may see them."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from marketplace.onboarding.forms import ExpiryForm, PaperForm
from marketplace.onboarding.models import PAPERS, Paper
from marketplace.onboarding.papers import (
    add_paper,
    look_at,
    papers_for,
    remove_paper,
    set_expiry,
    turn_paper,
)
from marketplace.onboarding.services import NotAllowed
from marketplace.onboarding.views import HasApplication
from marketplace.pictures.uploads import NotAPicture
from marketplace.shops.assistance import assistance_of
from marketplace.vault import Unreadable

NOT_A_DATE = gettext_lazy("The date it is valid until was not understood: enter it as on the paper.")


def papers_page(kind: str = "") -> HttpResponse:
    """The page of papers: at the paper that was changed, or at its top, where a refusal stands."""
    return redirect(reverse("sell:step", args=["papers"]) + (f"#{kind}" if kind else ""))


class AddPaperView(HasApplication, View):
    """Take in one or more photographs of a paper of her own application."""

    http_method_names = ["post"]

    def post(self, request, kind):
        if kind not in PAPERS:
            raise Http404
        files = request.FILES.getlist("file")
        if not files:
            messages.error(request, _("Choose or take a photo first."))
        form = PaperForm(request.POST, {"file": files[0]} if files else None)
        expires_on = form.cleaned_data.get("expires_on") if form.is_valid() else None
        if "expires_on" in form.errors:
            messages.warning(request, NOT_A_DATE)
        refused = False
        for file in files:
            try:
                add_paper(self.application, kind, file, expires_on=expires_on, **self.actors)
            except (NotAPicture, NotAllowed) as refusal:
                messages.error(request, f"{file.name}: {refusal}")
                refused = True
            else:
                messages.success(request, _("The photo is in."))
        return papers_page(kind if files and form.is_valid() and not refused else "")


class ChangePaperView(HasApplication, View):
    """Turn, date or remove a paper of her own open application."""

    http_method_names = ["post"]

    def post(self, request, key):
        paper = get_object_or_404(self.application.papers.kept().select_related("application"), key=key)
        try:
            if "turn" in request.POST:
                turn_paper(paper, request.user)
            elif "remove" in request.POST:
                remove_paper(paper, **self.actors)
            elif "date" in request.POST:
                self._keep_date(paper)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return papers_page()
        return papers_page(paper.kind)

    def _keep_date(self, paper: Paper) -> None:
        form = ExpiryForm(self.request.POST)
        if form.is_valid():
            set_expiry(paper, form.cleaned_data["expires_on"], **self.actors)
            messages.success(self.request, _("The date is kept."))
        else:
            messages.error(self.request, NOT_A_DATE)


class PaperView(LoginRequiredMixin, View):
    """A paper's picture, for the applicant and the officers of her area; every look is written down. Others: 404."""

    def get(self, request, key):
        paper = get_object_or_404(self.readable(request), key=key)
        try:
            content = look_at(paper, request.user)
        except (Unreadable, FileNotFoundError) as error:
            raise Http404 from error
        response = HttpResponse(content, content_type="image/webp")
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Disposition"] = "inline"
        return response

    def readable(self, request):
        """In assisted mode an officer also sees what she photographs for the seller."""
        found = papers_for(request.user)
        assistance = assistance_of(request)
        if assistance:
            found = found | Paper.objects.kept().filter(application__applicant=assistance.seller)
        return found
