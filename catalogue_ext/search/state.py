"""How the search is, for operators and staff."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from catalogue_ext.search import outbox
from catalogue_ext.search.engine import database_engine
from catalogue_ext.search.engines import elastic_index
from catalogue_ext.search.models import SearchEntry

LATE_SECONDS = 60
"""A change that waits longer is worth a warning; two seconds are usual."""


@dataclass(frozen=True)
class State:
    """`trouble` is empty while Elasticsearch answers, or is not used at all."""

    engine: str
    trouble: str
    index: str
    num_indexed: int
    num_entries: int
    num_on_sale: int
    num_waiting: int
    waiting_seconds: float


def search_state() -> State:
    index, number, trouble = _elasticsearch() if settings.ELASTICSEARCH_URL else ("", 0, "")
    database = database_engine().name
    waiting, seconds = outbox.waiting()
    return State(
        engine="elasticsearch" if settings.ELASTICSEARCH_URL and not trouble else database,
        trouble=trouble,
        index=index,
        num_indexed=number,
        num_entries=SearchEntry.objects.count(),
        num_on_sale=SearchEntry.objects.filter(on_sale=True).count(),
        num_waiting=waiting,
        waiting_seconds=seconds,
    )


def staff_warnings() -> list[str]:
    """What staff should know, in their language; nothing while all is well."""
    if not settings.ELASTICSEARCH_URL:
        return []
    found = []
    *__, trouble = _elasticsearch()
    if trouble:
        found.append(_("Elasticsearch does not answer. The database searches meanwhile; nothing is lost."))
    waiting, seconds = outbox.waiting()
    if seconds > LATE_SECONDS:
        found.append(_("%(number)d changes wait to reach the search. Is a worker running?") % {"number": waiting})
    return found


def _elasticsearch() -> tuple[str, int, str]:
    """The index that is searched, how many documents it has, and what is wrong."""
    client = elastic_index.client(settings.ELASTICSEARCH_URL, 1)
    try:
        number = client.count(index=elastic_index.read_alias()).body["count"]
        return ", ".join(client.indices.get_alias(name=elastic_index.read_alias()).body), number, ""
    except elastic_index.Trouble as error:
        return "", 0, str(error)
