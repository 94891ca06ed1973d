"""The seller's side of her application: “Sell with us”, five steps, papers, sending it off."""

from django.contrib import messages
from django.contrib.auth.mixins import AccessMixin
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from marketplace.notifications.carriers import NotDelivered
from marketplace.onboarding import services
from marketplace.onboarding.checklist import STEPS, Checklist, checklist_of, requirements_of
from marketplace.onboarding.forms import STEP_FORMS, CodeForm
from marketplace.onboarding.models import PAPERS, Item, Requirement, ShopApplication
from marketplace.shops.assistance import SellerSide
from marketplace.shops.codes import TooManyCodes
from marketplace.shops.people import shop_of


class StartView(SellerSide, TemplateView):
    """Open to everyone: what selling here costs and takes. Who has begun is shown the way to go on."""

    template_name = "onboarding/start.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        if user.is_authenticated:
            self.find_seller(self.request)
            user = self.request.seller
        found = user.applications.open().first() if user.is_authenticated else None
        shop = shop_of(user) if user.is_authenticated else None
        return super().get_context_data(application=found, shop=shop, **kwargs)


class ApplicantRequired(SellerSide, AccessMixin):
    """Whoever has signed in, for her own application; an officer in assisted mode, for the seller's. Guests sign in."""

    must_have_begun = False

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.find_seller(request)
        if self.must_have_begun and self.application is None:
            return redirect("sell:start")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def application(self) -> ShopApplication | None:
        """Her open application, or the last that was decided."""
        rows = self.request.seller.applications.select_related("commune__province", "shop", "applicant")
        return rows.open().first() or rows.first()

    @property
    def actors(self) -> dict:
        return {"by": self.request.user, "on_behalf_of": self.request.acting_for}


class HasApplication(ApplicantRequired):
    """The same, for who has begun; others are led to “Sell with us”."""

    must_have_begun = True


class ApplicationView(ApplicantRequired, View):
    """Her application on one page: the checklist, whose turn it is, what happened. POST begins one."""

    def get(self, request):
        if self.application is None:
            return redirect("sell:start")
        checklist = checklist_of(self.application)
        context = {
            "application": self.application,
            "checklist": checklist,
            "remarks": self.application.remarks.filter(answered_at=None),
            "events": self.application.events.select_related("by", "on_behalf_of"),
            "last_event": self.application.events.last(),
        }
        return render(request, "onboarding/application.html", context)

    def post(self, request):
        application = services.start(request.seller, by=request.user)
        line = checklist_of(application).next_line
        return redirect(line.url if line and line.url else "sell:application")


class StepView(HasApplication, View):
    """One step of her application; what is wrong is kept as typed and said beside the field."""

    template_name = "onboarding/step.html"

    @property
    def step(self) -> str:
        return self.kwargs["step"]

    @cached_property
    def asked(self) -> dict[str, Requirement]:
        return requirements_of(self.application)

    def form(self, data=None):
        if self.step not in STEP_FORMS:
            raise Http404
        return STEP_FORMS[self.step](data, application=self.application, asked=self.asked)

    def get(self, request, step):
        if step == "papers":
            return self.show_papers()
        return self.show(self.form())

    def post(self, request, step):
        if step == "papers":
            return redirect("sell:step", "bank")
        form = self.form(request.POST)
        is_valid = form.is_valid()
        try:
            self.save(form)
        except services.NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("sell:application")
        if not is_valid:
            return self.show(form)
        if step == "you" and not self.application.phone_verified_at:
            return redirect("sell:phone")
        return redirect(self.next_url())

    def save(self, form) -> None:
        self.application = services.save_fields(
            self.application, self.step, form.right_values(), form.typed_values(), **self.actors
        )

    def next_url(self) -> str:
        position = STEPS.index(self.step) + 1
        if position == len(STEPS):
            return reverse("sell:application")
        return reverse("sell:step", args=[STEPS[position]])

    def show(self, form):
        remarks = {remark.key: remark.text for remark in self.application.remarks.filter(answered_at=None)}
        context = {
            "form": form,
            "rows": [(field, remarks.get(field.name, "")) for field in form],
            **self.frame(),
        }
        return render(self.request, self.template_name, context)

    def show_papers(self):
        remarks = {remark.key: remark.text for remark in self.application.remarks.filter(answered_at=None)}
        papers: dict[str, list] = {}
        for paper in self.application.papers.kept():
            papers.setdefault(paper.kind, []).append(paper)
        asked = [
            {
                "item": item,
                "requirement": self.asked[item],
                "papers": papers.get(item, []),
                "remark": remarks.get(item, ""),
                "has_expiry": item in (Item.FOOD_SAFETY, Item.OCOP),
            }
            for item in PAPERS
            if item in self.asked
        ]
        return render(self.request, "onboarding/papers.html", {"asked": asked, **self.frame()})

    def frame(self) -> dict:
        checklist: Checklist = checklist_of(self.application, self.asked)
        return {
            "application": self.application,
            "step": self.step,
            "position": STEPS.index(self.step) + 1,
            "previous": STEPS[STEPS.index(self.step) - 1] if self.step != STEPS[0] else "",
            "checklist": checklist,
        }


class SaveView(StepView):
    """What she has typed so far in one step, sent by the page while she types: JSON of what is not right yet."""

    http_method_names = ["post"]

    def post(self, request, step):
        form = self.form(request.POST)
        form.is_valid()
        try:
            self.save(form)
        except services.NotAllowed as refusal:
            return JsonResponse({"saved": False, "message": str(refusal)}, status=409)
        posted = {name: errors[0] for name, errors in form.errors.items() if form.data.get(name)}
        return JsonResponse({"saved": True, "errors": posted})


class PhoneView(HasApplication, View):
    """Verify her phone number by a code that is sent to it."""

    def get(self, request):
        if self.application.phone_verified_at or not self.application.phone:
            return redirect("sell:step", "shop" if self.application.phone_verified_at else "you")
        return self.show(CodeForm())

    def show(self, form):
        return render(self.request, "onboarding/phone.html", {"application": self.application, "form": form})

    def post(self, request):
        if "send" in request.POST:
            return self.send()
        form = CodeForm(request.POST)
        if form.is_valid():
            if services.verify_phone(self.application, form.cleaned_data["code"], **self.actors):
                messages.success(request, _("Your phone number is verified."))
                return redirect("sell:step", "shop")
            form.add_error("code", _("This code is not right, or is too old. Ask for a new one."))
        return self.show(form)

    def send(self):
        try:
            services.send_phone_code(self.application)
        except (TooManyCodes, services.NotAllowed) as refusal:
            messages.error(self.request, str(refusal))
        except NotDelivered:
            messages.error(self.request, _("The message could not be sent just now. Try again in a minute."))
        else:
            messages.success(self.request, _("We have sent you a code by text message."))
        return redirect("sell:phone")


class SubmitView(HasApplication, View):
    """Send the application to the Union."""

    http_method_names = ["post"]

    def post(self, request):
        try:
            services.submit(self.application, agrees="agrees" in request.POST, **self.actors)
        except services.NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your application is with the Union officer of your commune."))
        return redirect("sell:application")


class TakeBackView(HasApplication, View):
    """Take the application back to change something."""

    http_method_names = ["post"]

    def post(self, request):
        try:
            services.take_back(self.application, **self.actors)
        except services.NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("sell:application")
