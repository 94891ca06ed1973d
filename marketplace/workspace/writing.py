"""Writing what a shop says of a product: the draft, its pictures, sending it for review."""

import hashlib
import uuid

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from oscar.core.loading import get_model

from catalogue_ext import drafts, moderation
from catalogue_ext.forms import AT_ONCE, CERTIFICATE, DETAILS, ESSENTIALS, ContentForm
from catalogue_ext.models import Revision, RevisionPicture
from catalogue_ext.suggesting import suggest_categories
from catalogue_ext.typed import read_dong
from marketplace.ledger.preview import you_receive
from marketplace.pictures.uploads import ACCEPT, MAX_BYTES, NotAPicture
from marketplace.ui.numbers import format_dong
from marketplace.workspace.base import Workspace, next_page, refusal, suggested, typed_at, wants_json

Category = get_model("catalogue", "Category")

PAGES = {"essentials": ESSENTIALS, "more": (*DETAILS, *CERTIFICATE)}
"""What stands on the two pages of the form."""


class Writing(Workspace):
    """Owners and managers of the shop, on a draft of their own shop (404 for anyone else's)."""

    duty = "manage_listings"
    page = "essentials"

    @property
    def client_id(self) -> uuid.UUID:
        return self.kwargs["client_id"]

    def revision(self) -> Revision | None:
        return (
            Revision.objects.filter(shop=self.request.shop, client_id=self.client_id)
            .select_related("listing__product", "shop__partner")
            .first()
        )

    def revision_or_404(self) -> Revision:
        found = self.revision()
        if found is None:
            raise Http404
        return found

    def save(self) -> Revision:
        """Keep what this request typed."""
        revision = self.revision()
        names = [name for name in PAGES[self.page] if not (revision and name in at_once(revision))]
        content = drafts.typed_content(self.request.POST, names)
        return drafts.save_draft(self.request.shop, self.client_id, content, self.request.user, typed_at(self.request))


def at_once(revision: Revision) -> tuple:
    """Fields that are not part of this revision because they change without review."""
    return AT_ONCE if revision.is_of_published else ()


class NewView(Workspace, View):
    """Owners and managers: an empty form, under an id of its own."""

    duty = "manage_listings"

    def get(self, request):
        return redirect("workspace:draft", uuid.uuid4())


class DraftView(Writing, TemplateView):
    """Owners and managers: what one needs to say of a product, and sending it for review."""

    template_name = "workspace/draft.html"

    def get_context_data(self, **kwargs):
        revision = self.revision()
        form = kwargs.pop("form", None) or self.form(revision)
        names = [name for name in PAGES[self.page] if name in form.fields]
        kwargs.setdefault("client_id", self.client_id)
        return super().get_context_data(
            revision=revision,
            form=form,
            fields={name: form[name] for name in names},
            faulty=[form[name] for name in form.errors if name in names],
            faulty_elsewhere=[form[name] for name in form.errors if name not in names and name in form.fields],
            remarks=moderation.last_remarks(revision) if revision else {},
            pictures=list(revision.pictures.all()) if revision else [],
            events=list(revision.events.select_related("by")) if revision else [],
            accept=ACCEPT,
            max_bytes=MAX_BYTES,
            most_pictures=drafts.MOST_PICTURES,
            locked=bool(revision and not revision.is_editable),
            receive=receive_text(self.request.shop, str(form["price"].value() or "")) if "price" in form.fields else "",
            **kwargs,
        )

    def form(self, revision: Revision | None) -> ContentForm:
        """At rest, without reproaches; with them where the officer or “send” found something (`?check`)."""
        if revision is None:
            return ContentForm(shop=self.request.shop)
        if "check" in self.request.GET:
            form = moderation.checked_form(revision)
            form.is_valid()
            return form
        return ContentForm(initial=revision.content, shop=self.request.shop, listing=revision.listing)

    def post(self, request, client_id):
        try:
            revision = self.save()
        except drafts.NotEditable as error:
            return next_page(self.request, str(error), reverse("workspace:draft", args=[client_id]), 409)
        refused = self.take_pictures(revision)
        if "submit" in request.POST and not refused:
            return self.submit(revision)
        if "more" in request.POST and not refused:
            return redirect("workspace:more", client_id)
        if not refused:
            messages.success(request, _("Your draft is saved."))
        return redirect("workspace:draft", client_id)

    def take_pictures(self, revision: Revision) -> bool:
        """Files that came with the form (without script); whether one of them was refused."""
        refused = False
        for file in self.request.FILES.getlist("pictures")[: drafts.MOST_PICTURES]:
            # The same file sent again is the same picture: a form that is sent twice adds nothing.
            key = uuid.uuid5(revision.client_id, hashlib.sha256(file.read()).hexdigest())
            try:
                drafts.add_picture(revision, key, file)
            except (NotAPicture, drafts.NotEditable) as error:
                messages.error(self.request, f"{file.name}: {error}")
                refused = True
        return refused

    def submit(self, revision: Revision):
        if not revision.content.get("category"):
            suggested = suggest_categories(revision.title, 1)
            if suggested:
                drafts.save_draft(revision.shop, revision.client_id, {"category": str(suggested[0])}, self.request.user)
        try:
            revision = moderation.submit(revision, self.request.user)
        except moderation.NotComplete as error:
            if error.pictures and not wants_json(self.request):
                messages.error(self.request, error.pictures)
            return next_page(self.request, "", reverse("workspace:draft", args=[self.client_id]) + "?check=1", 422)
        except moderation.NotNow as error:
            return next_page(self.request, str(error), reverse("workspace:products"), 409)
        words = _("Sent for review. You are told as soon as the Women's Union has looked at it.")
        messages.success(self.request, words)
        return next_page(self.request, "", reverse("workspace:product", args=[revision.listing_id]), 200)


class MoreView(DraftView):
    """Owners and managers: what can follow later, such as the story, the ingredients, the certificate."""

    template_name = "workspace/more.html"
    page = "more"

    def get(self, request, client_id):
        self.revision_or_404()
        return super().get(request, client_id=client_id)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        fields = context["fields"]
        return context | {
            "details": {name: field for name, field in fields.items() if name not in CERTIFICATE},
            "certificate": {name: fields[name] for name in CERTIFICATE},
        }

    def post(self, request, client_id):
        self.revision_or_404()
        try:
            revision = self.save()
        except drafts.NotEditable as error:
            return next_page(self.request, str(error), reverse("workspace:draft", args=[client_id]), 409)
        if "submit" in request.POST:
            return self.submit(revision)
        messages.success(request, _("Your draft is saved."))
        return redirect("workspace:draft", client_id)


class SaveView(Writing, View):
    """Owners and managers: keep what is being typed (our script asks)."""

    http_method_names = ["post"]

    def post(self, request, client_id):
        self.page = "more" if request.POST.get("page") == "more" else "essentials"
        try:
            revision = self.save()
        except drafts.NotEditable as error:
            return refusal(str(error), 409)
        return JsonResponse({"state": revision.state, "typed_at": revision.typed_at})


class PicturesView(Writing, View):
    """Owners and managers: one more picture of a draft (our script asks)."""

    http_method_names = ["post"]

    def post(self, request, client_id):
        try:
            key = uuid.UUID(request.POST.get("picture_id", ""))
            file = request.FILES["picture"]
        except (ValueError, KeyError):
            return refusal(_("Choose the picture again."))
        revision = self.revision() or drafts.save_draft(request.shop, client_id, {}, request.user)
        try:
            kept = drafts.add_picture(revision, key, file)
        except NotAPicture as error:
            return refusal(str(error))
        except drafts.NotEditable as error:
            return refusal(str(error), 409)
        return JsonResponse({"id": kept.pk, "html": tile(request, revision)})


def tile(request, revision: Revision) -> str:
    """The pictures of a draft as they stand now."""
    pictures = list(revision.pictures.all())
    return render_to_string("workspace/_pictures.html", {"pictures": pictures, "locked": False}, request)


class CropForm(forms.Form):
    x = forms.IntegerField(min_value=0, max_value=100)
    y = forms.IntegerField(min_value=0, max_value=100)
    zoom = forms.IntegerField(min_value=100, max_value=300)
    turns = forms.IntegerField(min_value=0, max_value=7)


class OnePicture(Workspace):
    duty = "manage_listings"

    def picture(self, pk: int) -> RevisionPicture:
        pictures = RevisionPicture.objects.select_related("revision")
        return get_object_or_404(pictures, pk=pk, revision__shop=self.request.shop)


class PictureView(OnePicture, TemplateView):
    """Owners and managers: which part of a picture is shown, whether it is the cover, or that it goes."""

    template_name = "workspace/crop.html"

    def get_context_data(self, **kwargs):
        kept = self.picture(self.kwargs["pk"])
        return super().get_context_data(picture=kept, revision=kept.revision, **kwargs)

    def post(self, request, pk):
        kept = self.picture(pk)
        try:
            self.act(kept)
        except drafts.NotEditable as error:
            if wants_json(request):
                return refusal(str(error), 409)
            messages.error(request, str(error))
        if wants_json(request):
            return JsonResponse({"html": tile(request, kept.revision)})
        return redirect("workspace:draft", kept.revision.client_id)

    def act(self, kept: RevisionPicture) -> None:
        if "cover" in self.request.POST:
            drafts.make_cover(kept)
        elif "remove" in self.request.POST:
            drafts.remove_picture(kept)
        else:
            form = CropForm(self.request.POST)
            if form.is_valid():
                values = form.cleaned_data
                turns = values["turns"] + ("turn" in self.request.POST)
                drafts.crop(kept, values["x"], values["y"], values["zoom"], turns)


class OriginalView(OnePicture, View):
    """Owners and managers: the whole of a picture of their draft, for choosing what is shown of it."""

    def get(self, request, pk):
        return FileResponse(default_storage.open(self.picture(pk).original.name), content_type="image/webp")


class TakeBackView(Writing, View):
    """Owners and managers: write on before an officer has looked at it."""

    http_method_names = ["post"]

    def post(self, request, client_id):
        try:
            moderation.take_back(self.revision_or_404(), request.user)
        except moderation.NotNow as error:
            messages.error(request, str(error))
        return redirect("workspace:draft", client_id)


class DiscardView(Writing, View):
    """Owners and managers: throw a draft away."""

    http_method_names = ["post"]

    def post(self, request, client_id):
        try:
            moderation.discard(self.revision_or_404(), request.user)
        except moderation.NotNow as error:
            messages.error(request, str(error))
            return redirect("workspace:draft", client_id)
        messages.success(request, _("The draft is thrown away."))
        return redirect("workspace:products")


class SuggestView(Workspace, View):
    """Owners and managers: likely categories for a name (our script asks)."""

    duty = "manage_listings"

    def get(self, request):
        return suggested(request)


class YouReceiveView(Workspace, View):
    """Owners and managers: what a price leaves her (our script asks)."""

    duty = "manage_listings"

    def get(self, request):
        category = request.GET.get("category", "")
        return JsonResponse({"text": receive_text(request.shop, request.GET.get("price", "")[:40], category)})


def receive_text(shop, typed: str, category: str = "") -> str:
    """“You will receive …” for a price as it was typed; empty while it is none."""
    price = read_dong(typed) if typed else None
    if not price or price > 500_000_000:
        return ""
    chosen = Category.objects.filter(pk=category).first() if category.isdecimal() else None
    seen = you_receive(shop, chosen, price)
    return _("You will receive %(net)s (commission %(commission)s, tax %(tax)s).") % {
        "net": format_dong(seen.net),
        "commission": format_dong(seen.commission),
        "tax": format_dong(seen.vat + seen.pit),
    }
