"""From a posted value to one commune, or to the few it may mean."""

import re

from marketplace.places.folding import words
from marketplace.places.matching import Fit
from marketplace.places.models import SCHEME, Commune, FormerCommune
from marketplace.places.queries import Hit, search_communes

_CHOICES = 8
_NAMED = {Fit.OWN_NAME, Fit.FORMER_NAME}


def resolve_commune(text: str) -> tuple[Commune | None, list[Hit]]:
    """The commune that `text` names, or none and the communes it may mean, best first.

    `text` is a code, a label, or what a person types. Typed text is an answer when it names one commune and nothing
    else: a former name needs its district or province beside it, and a bare name must not be borne by a district or
    another commune. Whatever is less sure is asked back.
    """
    communes = Commune.objects.select_related("province")
    if re.fullmatch(r"\s*[0-9]{5}\s*", text):
        return communes.filter(scheme=SCHEME, code=text.strip()).first(), []
    if commune := _find_by_label(text):
        return commune, []
    if commune := _find_by_full_name(text):
        return commune, []
    hits = search_communes(text, limit=30)
    named = [hit for hit in hits if hit.fit in _NAMED]
    if len(named) == 1 and named[0].certain:
        return communes.get(pk=named[0].id), []
    by_name = [hit for hit in hits if hit.fit < Fit.ELSEWHERE]
    return None, sorted(by_name if len(by_name) > 1 else hits, key=lambda hit: hit.fit not in _NAMED)[:_CHOICES]


def _find_by_label(text: str) -> Commune | None:
    """The commune whose `label` this is, however its marks are placed."""
    name, _, province = text.rpartition(",")
    typed = words(text)
    same_name = Commune.objects.filter(
        scheme=SCHEME, folded__in=_tails(words(name)), province__folded__in=_tails(words(province))
    )
    return next((one for one in same_name.select_related("province") if words(one.label) == typed), None)


def _tails(spoken: list[str]) -> list[str]:
    return [" ".join(spoken[start:]) for start in range(len(spoken))]


def _find_by_full_name(text: str) -> Commune | None:
    """The commune whose name with its kind this is, when no other bears it and none elsewhere bore it before."""
    typed = words(text)
    tails = [" ".join(typed[start:]) for start in (1, 2)]
    bearers = Commune.objects.filter(scheme=SCHEME, folded__in=tails).select_related("province")
    found = [one for one in bearers if words(one.name) == typed]
    if len(found) != 1:
        return None
    former = FormerCommune.objects.filter(folded__in=tails).exclude(commune__province=found[0].province)
    return None if any(words(one.name) == typed for one in former) else found[0]
