"""The listing form in practice: the form of the workspace, for learners of the course that opens the shop.

What is practised lives in the cache for some hours and nowhere else. There is no draft, no product and no public file,
so nothing of it can be reviewed, found or sold. Sending it hands it in to her trainer, with the cover as the proof.
"""

import hashlib
import uuid
from dataclasses import dataclass, field
from io import BytesIO

from django.contrib import messages
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from PIL import Image

from catalogue_ext.drafts import MOST_PICTURES, typed_content
from catalogue_ext.forms import ESSENTIALS, ContentForm
from catalogue_ext.suggesting import suggest_categories
from marketplace.pictures.uploads import ACCEPT, MAX_BYTES, NotAPicture, read_picture
from marketplace.shops.models import Maker, Shop
from marketplace.training_bridge import NotHandedIn, hand_in_practice, practice_of
from marketplace.workspace.base import next_page, refusal, suggested, typed_at, wants_json
from marketplace.workspace.writing import receive_text

KEPT = 6 * 60 * 60
"""Seconds from the last change for which what she practises is kept."""
LONG_SIDE = 800
"""Pixels of the longer side of a picture that is practised with."""


@dataclass
class PracticeShop:
    """What the form asks of a shop, of one that does not exist: a household business."""

    pk: int | None = None
    legal_form: str = Shop.LegalForm.HOUSEHOLD
    makers: object = field(default_factory=Maker.objects.none)


@dataclass
class Sheet:
    """What one learner has practised so far, in the cache."""

    key: str

    def _get(self, part: str, empty):
        return cache.get(f"{self.key}:{part}", empty)

    def _set(self, part: str, value) -> None:
        cache.set(f"{self.key}:{part}", value, KEPT)

    @property
    def content(self) -> dict:
        return self._get("content", {})

    @property
    def typed_at(self) -> int:
        return self._get("typed_at", 0)

    @property
    def pictures(self) -> dict[str, bytes]:
        return self._get("pictures", {})

    def write(self, content: dict, typed_at: int) -> None:
        """Keep what was typed; an older version that comes late changes nothing."""
        if typed_at and typed_at <= self.typed_at:
            return
        self._set("content", content)
        self._set("typed_at", typed_at or self.typed_at)

    def add_picture(self, name: str, file) -> None:
        """
        Raises:
            NotAPicture: when it is none, or there are enough.
        """
        pictures = self.pictures
        if name in pictures:
            return
        if len(pictures) >= MOST_PICTURES:
            raise NotAPicture(_("A product has at most %(most)d pictures.") % {"most": MOST_PICTURES})
        self._set("pictures", pictures | {name: _small(read_picture(file).content)})

    def remove_picture(self, name: str) -> None:
        self._set("pictures", {key: content for key, content in self.pictures.items() if key != name})

    def clear(self) -> None:
        cache.delete_many(f"{self.key}:{part}" for part in ("content", "typed_at", "pictures"))


def _small(content: bytes) -> bytes:
    made = BytesIO()
    with Image.open(BytesIO(content)) as image:
        image.thumbnail((LONG_SIDE, LONG_SIDE))
        image.save(made, "WEBP", quality=75)
    return made.getvalue()


class Practising(View):
    """Whoever holds the link of an enrolment whose course has this practice: the learner, with or without account."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.practice = practice_of(kwargs["token"], kwargs["task"], "listing")
        if self.practice is None:
            raise Http404
        self.id = uuid.uuid5(uuid.NAMESPACE_OID, f"{kwargs['token']}/{kwargs['task']}")
        self.sheet = Sheet(f"practice:{self.id}")

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def address(self, page: str, **more) -> str:
        names = {"token": self.practice.token, "task": self.practice.task_id}
        return reverse(f"workspace:{page}", kwargs=names | more)

    def write(self) -> None:
        """Keep what this request typed."""
        self.sheet.write(typed_content(self.request.POST, ESSENTIALS), typed_at(self.request))

    def tiles(self) -> str:
        """The pictures as they stand now."""
        return render_to_string("workspace/_practice_pictures.html", {"pictures": self.shown_pictures()}, self.request)

    def shown_pictures(self) -> list[tuple[str, str]]:
        return [(name, self.address("practice-picture", name=name)) for name in self.sheet.pictures]


class PracticeView(Practising):
    """The learner: the form that sellers have, and sending it as they do."""

    def get(self, request, token, task):
        return self.page("check" in request.GET)

    def page(self, check: bool):
        content = self.sheet.content
        form = self.form() if check and content else ContentForm(initial=content, shop=PracticeShop())
        fields = {name: form[name] for name in ESSENTIALS}
        context = {
            "practice": self.practice,
            "client_id": self.id,
            "fields": fields,
            "faulty": [bound for name, bound in fields.items() if name in form.errors],
            "pictures": self.shown_pictures(),
            "typed_at": self.sheet.typed_at,
            "accept": ACCEPT,
            "max_bytes": MAX_BYTES,
            "most_pictures": MOST_PICTURES,
            "receive": receive_text(PracticeShop(), str(form["price"].value() or "")),
            "form_url": self.address("practice"),
            "save_url": self.address("practice-save"),
            "pictures_url": self.address("practice-pictures"),
            "suggest_url": self.address("practice-suggest"),
            "receive_url": self.address("practice-receive"),
        }
        return render(self.request, "workspace/practice.html", context)

    def form(self) -> ContentForm:
        """With what was typed, and what is wrong with it."""
        content = self.sheet.content
        if content.get("title") and not content.get("category"):
            suggested = suggest_categories(content["title"], 1)
            content = content | {"category": str(suggested[0]) if suggested else ""}
        form = ContentForm(content, shop=PracticeShop())
        form.is_valid()
        return form

    def post(self, request, token, task):
        self.write()
        refused = self.take_pictures()
        if "submit" in request.POST and not refused:
            return self.submit()
        if not refused:
            messages.success(request, _("Your draft is saved."))
        return redirect(self.address("practice"))

    def take_pictures(self) -> bool:
        """Files that came with the form (without script); whether one of them was refused."""
        refused = False
        for file in self.request.FILES.getlist("pictures")[:MOST_PICTURES]:
            try:
                self.sheet.add_picture(hashlib.sha256(file.read()).hexdigest()[:32], file)
            except NotAPicture as error:
                messages.error(self.request, f"{file.name}: {error}")
                refused = True
        return refused

    def submit(self):
        pictures = self.sheet.pictures
        if not pictures and not wants_json(self.request):
            messages.error(self.request, _("Add at least one picture."))
        if self.form().errors or not pictures:
            return next_page(self.request, "", self.address("practice") + "?check=1", 422)
        try:
            hand_in_practice(self.practice, ContentFile(next(iter(pictures.values())), name="photo.webp"))
        except NotHandedIn as error:
            return next_page(self.request, str(error), self.practice.task_url, 409)
        self.sheet.clear()
        words = _("Well done: this is how a product is sent for review. It was practice, nothing of it is on sale.")
        messages.success(self.request, words)
        return next_page(self.request, "", self.practice.task_url, 200)


class PracticeSaveView(Practising):
    """The learner: keep what is being typed (our script asks)."""

    def post(self, request, token, task):
        self.write()
        return JsonResponse({"state": "draft", "typed_at": self.sheet.typed_at})


class PracticePicturesView(Practising):
    """The learner: one more picture (our script asks)."""

    def post(self, request, token, task):
        try:
            name = str(uuid.UUID(request.POST.get("picture_id", "")))
            self.sheet.add_picture(name, request.FILES["picture"])
        except (ValueError, KeyError) as error:
            return refusal(str(error) if isinstance(error, NotAPicture) else _("Choose the picture again."))
        return JsonResponse({"html": self.tiles()})


class PracticePictureView(Practising):
    """The learner: a picture that she practises with; taking it away."""

    def get(self, request, token, task, name):
        content = self.sheet.pictures.get(name)
        if content is None:
            raise Http404
        return HttpResponse(content, content_type="image/webp")

    def post(self, request, token, task, name):
        self.sheet.remove_picture(name)
        if wants_json(request):
            return JsonResponse({"html": self.tiles()})
        return redirect(self.address("practice"))


class PracticeSuggestView(Practising):
    """The learner: likely categories for a name (our script asks)."""

    def get(self, request, token, task):
        return suggested(request)


class PracticeReceiveView(Practising):
    """The learner: what a price would leave her (our script asks)."""

    def get(self, request, token, task):
        price, category = request.GET.get("price", "")[:40], request.GET.get("category", "")
        return JsonResponse({"text": receive_text(PracticeShop(), price, category)})
