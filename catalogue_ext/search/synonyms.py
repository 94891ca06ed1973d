"""Synonyms that staff edit (`SynonymGroup`), as the search reads them."""

import json
from pathlib import Path

from catalogue_ext.search.analysis import folded, words
from catalogue_ext.search.memory import Remembered
from catalogue_ext.search.models import SynonymGroup

Phrase = tuple[str, ...]
_FIRST = Path(__file__).with_name("data") / "synonyms.json"


class Synonyms:
    """Phrases by the folded phrase that finds them; phrases are exact words."""

    def __init__(self, groups):
        self._by_phrase: dict[Phrase, list[tuple[Phrase, Phrase]]] = {}
        for terms, leads_to in groups:
            written, meant = _phrases(terms), _phrases(leads_to)
            for phrase in written:
                others = meant or [other for other in written if other != phrase]
                key = tuple(map(folded, phrase))
                self._by_phrase.setdefault(key, []).extend((phrase, other) for other in others)
        self.longest = max(map(len, self._by_phrase), default=0)

    def of(self, phrase: Phrase) -> list[Phrase]:
        """What `phrase` (exact words) may be called too. A word that has marks must have those of the synonym."""
        found = self._of(phrase)
        if not found and len(phrase[-1]) > 3 and phrase[-1].isascii():  # an English plural, or what has none here
            last = phrase[-1]
            found = self._of((*phrase[:-1], last[:-1] if last.endswith("s") else f"{last}s"))
        return found

    def _of(self, phrase: Phrase) -> list[Phrase]:
        found = []
        for written, other in self._by_phrase.get(tuple(map(folded, phrase)), ()):
            if all(one == its or one == folded(one) for one, its in zip(phrase, written)):
                found.append(other)
        return list(dict.fromkeys(found))


def load_first_synonyms() -> int:
    """Store the synonyms that the shop begins with, unless there are some; return how many were stored."""
    if SynonymGroup.objects.exists():
        return 0
    rows = json.loads(_FIRST.read_text(encoding="utf-8"))
    groups = [SynonymGroup(terms=", ".join(row["terms"]), leads_to=", ".join(row.get("leads_to", []))) for row in rows]
    SynonymGroup.objects.bulk_create(groups)
    synonyms.forget()
    return len(groups)


def _phrases(text: str) -> list[Phrase]:
    return [phrase for phrase in (tuple(words(term)) for term in text.split(",")) if phrase]


synonyms = Remembered(
    "synonyms", lambda: Synonyms(SynonymGroup.objects.filter(is_active=True).values_list("terms", "leads_to"))
)
