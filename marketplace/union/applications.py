"""Applications at the Union desk: the queue, and one of them with her papers beside what she wrote."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from marketplace.accounts.roles import OfficerRequired
from marketplace.onboarding.checklist import FIELDS, checklist_of, requirements_of
from marketplace.onboarding.identity import ways
from marketplace.onboarding.models import PAPERS, ApplicationEvent, Item, Paper, ShopApplication
from marketplace.onboarding.review import approve_application, ask_for_changes, reject
from marketplace.onboarding.services import NotAllowed
from marketplace.shops.banks import same_holder
from marketplace.union import queries

State = ShopApplication.State

QUEUES = {
    "waiting": (gettext_lazy("Waiting"), (State.SUBMITTED,)),
    "asked": (gettext_lazy("Changes asked"), (State.CHANGES_ASKED, State.DRAFT)),
    "decided": (gettext_lazy("Decided"), (State.APPROVED, State.REJECTED)),
}


class QueueView(OfficerRequired, View):
    """Union officers: applications of their area, the oldest first."""

    def get(self, request):
        queue = request.GET.get("queue")
        queue = queue if queue in QUEUES else "waiting"
        rows = queries.applications_of(request.area).filter(state__in=QUEUES[queue][1])
        rows = rows.order_by("-decided_at", "-pk") if queue == "decided" else rows.order_by("submitted_at", "pk")
        context = {
            "queue": queue,
            "queues": [(name, label) for name, (label, __) in QUEUES.items()],
            "page_obj": Paginator(rows, 30).get_page(request.GET.get("page")),
            "deadline": queries.review_deadline(),
        }
        return render(request, "union/applications.html", context)


class ReviewView(OfficerRequired, View):
    """Union officers: one application of their area; what they decide is a POST to the views below."""

    def get(self, request, pk):
        application = find(request, pk)
        return render(request, "union/application.html", context_of(application))


class DecideView(OfficerRequired, View):
    """Union officers: approve, ask for changes or reject an application of their area."""

    http_method_names = ["post"]

    def post(self, request, pk):
        application = find(request, pk)
        acts = {"approve": self.approve, "ask": self.ask, "reject": self.reject}
        act = acts.get(request.POST.get("act"))
        if act is None:
            return HttpResponseBadRequest()
        try:
            messages.success(request, act(application))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return render(request, "union/application.html", context_of(application, typed=request.POST))
        return redirect("union:applications")

    def approve(self, application) -> str:
        evidence = {"seen": "seen" in self.request.POST}
        shop = approve_application(application, self.request.user, evidence, self.request.POST.get("way", "officer"))
        return _("%(shop)s is open, and she has been told.") % {"shop": shop.name}

    def ask(self, application) -> str:
        remarks = {
            name.removeprefix("remark-"): text for name, text in self.request.POST.items() if name.startswith("remark-")
        }
        ask_for_changes(application, self.request.user, remarks)
        return _("She has been told what to change.")

    def reject(self, application) -> str:
        reject(application, self.request.user, self.request.POST.get("reason", ""))
        return _("She has been told that it was not accepted, and why.")


def find(request, pk: int) -> ShopApplication:
    """The application, if it lies in the officer's area."""
    rows = queries.applications_of(request.area).select_related("commune__province", "applicant", "shop__partner")
    return get_object_or_404(rows, pk=pk)


def context_of(application: ShopApplication, typed=None) -> dict:
    asked = requirements_of(application)
    changed = changed_since_last_review(application)
    typed = typed or {}
    papers: dict[str, list[Paper]] = {}
    for paper in application.papers.kept().select_related("added_by"):
        papers.setdefault(paper.kind, []).append(paper)
    remarks = list(application.remarks.select_related("by"))
    return {
        "application": application,
        "fields": [_row(application, name, changed, remarks, typed) for names in FIELDS.values() for name in names],
        "papers": [
            {
                "key": item.value,
                "label": item.label,
                "papers": papers.get(item, []),
                "required": item in asked and asked[item].required,
                "changed": item.value in changed,
                "remarks": [remark for remark in remarks if remark.key == item],
                "typed": typed.get(f"remark-{item.value}", ""),
            }
            for item in PAPERS
            if item in asked or item in papers
        ],
        "holder_fits": same_holder(application.account_holder, application.full_name, application.shop_name),
        "checklist": checklist_of(application, asked),
        "events": application.events.select_related("by", "on_behalf_of"),
        "ways": ways().values(),
        "reason": typed.get("reason", ""),
    }


def _row(application: ShopApplication, name: str, changed: set[str], remarks: list, typed) -> dict:
    shown = {
        "legal_form": application.get_legal_form_display(),
        "commune": application.commune.label if application.commune else "",
        "bank_bin": application.bank_name,
        "account_number": application.masked_account,
        "sells_food": _("yes") if application.sells_food else _("no"),
    }
    return {
        "key": name,
        "label": ShopApplication._meta.get_field(name).verbose_name,
        "value": shown.get(name, getattr(application, name)),
        "changed": name in changed,
        "remarks": [remark for remark in remarks if remark.key == name],
        "typed": typed.get(f"remark-{name}", ""),
    }


def changed_since_last_review(application: ShopApplication) -> set[str]:
    """Names of fields and kinds of papers that she has changed since changes were asked of her."""
    changed: set[str] = set()
    asked = False
    for event in application.events.all():
        if event.kind == ApplicationEvent.Kind.CHANGES_ASKED:
            changed, asked = set(), True
        elif event.kind == ApplicationEvent.Kind.CHANGED:
            changed |= set(event.detail.get("fields", []))
        elif event.kind in (ApplicationEvent.Kind.PAPER_ADDED, ApplicationEvent.Kind.PAPER_REMOVED):
            changed.add(event.detail.get("paper", Item.ID_FRONT))
    return changed if asked else set()
