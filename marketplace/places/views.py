"""What the picker asks while a person types."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace.places.folding import words
from marketplace.places.queries import search_communes

LONGEST = 100
"""Characters of a question; a whole address fits."""


@require_safe
@cache_control(public=True, max_age=86_400)
def communes(request: HttpRequest) -> JsonResponse:
    """`?q=` → `{"communes": [{"id", "code", "label", "former"}]}`, at most ten; 400 with `error` on nonsense.

    `former` says in the language `?lang=` by which former name it was found. The address alone decides the answer, so
    that any cache may keep it.
    """
    language = request.GET.get("lang")
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return _answer(request.GET.get("q", ""))


def _answer(text: str) -> JsonResponse:
    if len(text) > LONGEST:
        return _refusal(gettext("At most %d characters.") % LONGEST)
    if not words(text):
        return _refusal(gettext("Type the name of a commune or ward."))
    found = [
        {"id": hit.id, "code": hit.code, "label": hit.label, "former": hit.matched_former}
        for hit in search_communes(text)
    ]
    return JsonResponse({"communes": found}, json_dumps_params={"ensure_ascii": False})


def _refusal(reason: str) -> JsonResponse:
    return JsonResponse({"error": reason}, status=400, json_dumps_params={"ensure_ascii": False})
