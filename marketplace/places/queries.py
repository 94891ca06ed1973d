"""Finding a commune by what people type: with or without marks, by its name or by those of before July 2025."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext

from marketplace.places.folding import words
from marketplace.places.matching import Fit, NameFit, Typed, fit_all, fit_name, fits
from marketplace.places.models import SCHEME, Commune, FormerCommune
from marketplace.places.names import split_kind, within_a_sentence

_LOOKED_AT = 30
"""How many of the communes that hold every word are compared name by name."""


@dataclass(frozen=True)
class Hit:
    """A commune that was found, and why."""

    id: int
    code: str
    label: str
    """`Phường Nam Hoa Lư, Tỉnh Ninh Bình`"""
    matched_former: str
    """`trước là xã Ninh Hải, thành phố Hoa Lư` when a former name led here, else empty."""
    fit: Fit
    certain: bool
    """One of the communes that the text names in full, so that it is the answer when there is no other such."""


def search_communes(text: str, province: str | None = None, limit: int = 10) -> list[Hit]:
    """The communes that `text` may mean, best first, those of the home province first among equals.

    Every word has to begin a word of the commune's names, `xã`, `huyện` and the like excepted. When nothing has them
    all, the beginning of the text is taken for a street or hamlet and left out. `province` is a code.
    """
    typed = Typed.read(text)
    if hits := _search(typed, province, limit):
        return hits
    for shorter in typed.shorter():
        if by_name := [hit for hit in _search(shorter, province, limit, in_full=False) if hit.fit < Fit.ELSEWHERE]:
            return by_name
    return []


def _search(typed: Typed, province: str | None, limit: int, *, in_full: bool = True) -> list[Hit]:
    """The best hits for `typed`; `in_full` is false when the beginning of the text was left out."""
    if not typed.required:
        return []
    communes = list(_candidates(typed, province))
    verdicts = {commune.pk: _judge(typed, commune) for commune in communes}
    former = defaultdict(list)
    for row in FormerCommune.objects.filter(commune__in=[pk for pk in verdicts if verdicts[pk].fit > Fit.OWN_WORDS]):
        former[row.commune_id].append(row)
    for commune in communes:
        by_former = (_judge_former(typed, commune, row) for row in former[commune.pk])
        verdicts[commune.pk] = min([verdicts[commune.pk], *by_former], key=lambda one: (one.fit, not one.usual))
    names = [f" | {' '.join(name)} | " for name in typed.names]
    alone = sum(any(name in commune.search_text for name in names) for commune in communes) == 1

    def order(commune: Commune) -> tuple:
        verdict = verdicts[commune.pk]
        return verdict.fit, commune.province.code != settings.HOME_PROVINCE, not verdict.usual

    return [
        Hit(
            id=commune.pk,
            code=commune.code,
            label=commune.label,
            matched_former=_reason(typed, commune, verdicts[commune.pk], former[commune.pk]),
            fit=verdicts[commune.pk].fit,
            certain=_is_certain(typed, commune, verdicts[commune.pk], alone=alone, in_full=in_full),
        )
        for commune in sorted(communes, key=order)[:limit]
    ]


def _candidates(typed: Typed, province: str | None) -> QuerySet[Commune]:
    """Those that hold every word, the likeliest first, with their provinces."""
    runs = [" ".join(reading[:length]) for reading in typed.readings for length in range(1, len(reading) + 1)]
    begins, mentions = Q(), Q()
    for name in {" ".join(read[:length]) for read in typed.names for length in (2, len(read))}:
        begins |= Q(folded__startswith=name)
        mentions |= Q(search_text__contains=f" | {name}")
    found = Commune.objects.filter(_holds(typed.required), scheme=SCHEME)
    if province:
        found = found.filter(province__code=province)
    rank = Case(When(folded__in=runs, then=0), When(begins, then=1), When(mentions, then=2), default=Value(3))
    home = Case(When(province__code=settings.HOME_PROVINCE, then=0), default=Value(1))
    return found.select_related("province").order_by(rank, home, "folded", "pk")[:_LOOKED_AT]


def _holds(required: list[str]) -> Q:
    """Every word begins a word of `search_text`; numbers are there in full."""
    found = Q()
    for word in required:
        found &= Q(search_text__contains=f" {word} " if word.isdecimal() else f" {word}")
    return found


@dataclass(frozen=True)
class _Verdict:
    fit: Fit
    name: NameFit | None = None
    former: FormerCommune | None = None
    usual: bool = True


def _judge(typed: Typed, commune: Commune) -> _Verdict:
    if own := fit_name(typed, commune.folded, commune.search_text.split):
        return _Verdict(Fit.OWN_NAME if own.exact else Fit.OWN_NAME_BEGINS, own)
    name, province = commune.folded.split(), commune.province.folded.split()
    if fit_all(typed.required, name):
        return _Verdict(Fit.OWN_WORDS)
    if any(fits(word, name) for word in typed.required) and fit_all(typed.required, name + province):
        return _Verdict(Fit.OWN_WORDS_AND_PROVINCE)
    return _Verdict(Fit.ELSEWHERE)


def _judge_former(typed: Typed, commune: Commune, former: FormerCommune) -> _Verdict:
    for name in [former.folded, *filter(None, former.older_names.split("; "))]:
        if found := fit_name(typed, name, lambda: _around(commune, former)):
            fit = Fit.FORMER_NAME if found.exact else Fit.FORMER_NAME_BEGINS
            return _Verdict(fit, found, former, former.is_default)
    return _Verdict(Fit.ELSEWHERE)


def _around(commune: Commune, former: FormerCommune) -> list[str]:
    """Words that may stand beside the name of a former commune: its district, its province and the new ones."""
    old = words(f"{former.district} {former.older_districts} {former.province_name}")
    return old + commune.folded.split() + commune.province.search_text.split()


def _reason(typed: Typed, commune: Commune, verdict: _Verdict, former: list[FormerCommune]) -> str:
    """By which former name the commune was found, for people."""
    if verdict.former:
        return _formerly(verdict.former)
    if verdict.fit < Fit.ELSEWHERE:
        return ""
    for row in former:
        if row.district and fit_all(typed.required, _around(commune, row)):
            return gettext("formerly in %s") % within_a_sentence(row.district)
    for row in former:
        if fit_all(typed.required, _around(commune, row) + words(f"{row.folded} {row.older_names}")):
            return _formerly(row)
    return ""


def _formerly(row: FormerCommune) -> str:
    return gettext("formerly %s") % ", ".join(map(within_a_sentence, filter(None, (row.name, row.district))))


def _is_certain(typed: Typed, commune: Commune, verdict: _Verdict, *, alone: bool, in_full: bool) -> bool:
    """A name alone may be that of a district, of a former province or of another commune: then it is not enough."""
    if verdict.fit == Fit.FORMER_NAME:
        return verdict.name.placed
    if verdict.fit == Fit.OWN_NAME:
        kind = words(split_kind(commune.name)[0])
        if verdict.name.bare:
            return alone and in_full
        return verdict.name.placed and (alone or typed.all[: len(kind)] == kind)
    return False
