"""The shop's own page, its holidays, its makers."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from marketplace.pictures.renditions import picture
from marketplace.pictures.tasks import make_renditions
from marketplace.pictures.uploads import ACCEPT, NotAPicture, read_picture, store_picture
from marketplace.places.fields import CommuneField
from marketplace.shops.models import Maker, Shop
from marketplace.shops.services import NotAllowed, pause_shop, resume_shop
from marketplace.workspace.base import Workspace


class PictureField(forms.FileField):
    """A picture, read and made small by our one door; the cleaned value is a `ReadPicture`."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file in (None, False) or file is initial:
            return None
        try:
            return read_picture(file)
        except NotAPicture as error:
            raise forms.ValidationError(str(error), code="not_a_picture") from error


class ShopForm(forms.ModelForm):
    cover_picture = PictureField(
        label=gettext_lazy("Cover"),
        help_text=gettext_lazy("A wide photo: the workshop, the field, you at work."),
        required=False,
    )

    class Meta:
        model = Shop
        fields = (
            "tagline", "story", "opening_days", "lead_time_days", "away_from", "away_until", "tagline_en", "story_en",
            "opening_days_en",
        )  # fmt: skip
        labels = {
            "tagline": gettext_lazy("In one sentence"),
            "story": gettext_lazy("Your story"),
            "lead_time_days": gettext_lazy("Days you need to pack an order"),
        }
        widgets = {
            "story": forms.Textarea(attrs={"rows": 6}),
            "story_en": forms.Textarea(attrs={"rows": 4}),
            "away_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "away_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("away_from"), cleaned.get("away_until")
        if first and last and last < first:
            self.add_error("away_until", _("The last day cannot lie before the first."))
        if first and not last:
            self.add_error("away_until", _("Say until when, so that buyers know."))
        return cleaned


@transaction.atomic
def keep(row, field: str, folder: str, slot: str, taken) -> None:
    """Save a form's row with the picture that came along, if one did."""
    if taken:
        name = store_picture(taken, folder)
        setattr(row, field, name)
        transaction.on_commit(lambda: make_renditions.delay(name, slot))
    row.save()


class ShopView(Workspace, TemplateView):
    """People of the shop see its page and what belongs to it; owners and managers change it."""

    template_name = "workspace/shop.html"

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or ShopForm(instance=self.request.shop)
        return super().get_context_data(form=form, cover=picture(self.request.shop.cover, "cover"), **kwargs)

    def post(self, request):
        if "manage_listings" not in self.duties:
            messages.error(request, _("Only the owner or a manager of the shop may do this."))
            return redirect("workspace:shop")
        form = ShopForm(request.POST, request.FILES, instance=Shop.objects.get(pk=request.shop.pk))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        keep(form.save(commit=False), "cover", "shops", "cover", form.cleaned_data["cover_picture"])
        messages.success(request, _("Your shop's page is saved."))
        return redirect("workspace:shop")


class PauseShopView(Workspace, View):
    """Owners and managers: close the shop for a while, or open it again, with one tap."""

    http_method_names = ["post"]
    duty = "manage_listings"

    def post(self, request):
        try:
            if request.shop.state == Shop.State.PAUSED:
                resume_shop(request.shop, request.user)
                messages.success(request, _("Your shop is open again."))
            else:
                pause_shop(request.shop, request.user)
                messages.success(
                    request, _("Your shop is paused: buyers do not see it. Open orders are still to be sent.")
                )
        except NotAllowed as error:
            messages.error(request, str(error))
        return redirect("workspace:shop")


class MakerForm(forms.ModelForm):
    portrait = PictureField(label=gettext_lazy("Portrait"), required=False)
    commune = CommuneField(label=gettext_lazy("Commune or ward"), required=False)
    share_percent = forms.IntegerField(
        label=gettext_lazy("Her share of the sale, in percent"),
        help_text=gettext_lazy("Of what the shop receives for her products; 0 when nothing is agreed here."),
        min_value=0,
        max_value=100,
        required=False,
    )

    class Meta:
        model = Maker
        fields = ("name", "role", "story", "birth_year", "commune", "share_percent", "role_en", "story_en")
        widgets = {"story": forms.Textarea(attrs={"rows": 4}), "story_en": forms.Textarea(attrs={"rows": 3})}

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        if Maker.objects.filter(shop=self.instance.shop, name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a maker of this name already."))
        return name

    def clean_share_percent(self) -> int:
        return self.cleaned_data["share_percent"] or 0


class MakersView(Workspace, TemplateView):
    """People of the shop: the members who are named on what they make."""

    template_name = "workspace/makers.html"

    def get_context_data(self, **kwargs):
        makers = self.request.shop.makers.select_related("commune").order_by("name")
        return super().get_context_data(makers=[(maker, picture(maker.picture)) for maker in makers], **kwargs)


class MakerView(Workspace, TemplateView):
    """Owners and managers: one maker of the shop, or a new one."""

    duty = "manage_listings"
    template_name = "workspace/maker.html"

    def maker(self) -> Maker:
        if "pk" in self.kwargs:
            return get_object_or_404(Maker, pk=self.kwargs["pk"], shop=self.request.shop)
        return Maker(shop=self.request.shop)

    def get_context_data(self, **kwargs):
        maker = self.maker()
        form = kwargs.pop("form", None) or MakerForm(
            instance=maker, initial={"commune": str(maker.commune) if maker.commune else ""}
        )
        return super().get_context_data(form=form, maker=maker, portrait=picture(maker.picture), **kwargs)

    @transaction.atomic
    def post(self, request, **kwargs):
        """One after the other: two taps of a new maker would write her twice."""
        Shop.objects.select_for_update(no_key=True).get(pk=request.shop.pk)
        form = MakerForm(request.POST, request.FILES, instance=self.maker())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        keep(form.save(commit=False), "picture", "makers", "square", form.cleaned_data["portrait"])
        messages.success(request, _("Saved."))
        return redirect("workspace:makers")
