"""Numbers that help a shop: who came, what sold, what buyers looked for in vain."""

from datetime import timedelta

from django.db.models import Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.views.generic import TemplateView
from oscar.core.loading import get_model

from catalogue_ext.availability import NOT_SOLD
from catalogue_ext.search.analytics import words_of_shop
from catalogue_ext.search.models import SearchCount
from catalogue_ext.visits import visits_by_day, write_visits
from marketplace.orders.models import SellerOrder
from marketplace.workspace.base import Workspace
from marketplace.workspace.products import listings_of

OrderLine = get_model("order", "Line")
WEEKS = 12


class FiguresView(Workspace, TemplateView):
    """Owners and managers: the last twelve weeks of their shop."""

    duty = "see_money"
    template_name = "workspace/figures.html"

    def get_context_data(self, **kwargs):
        shop = self.request.shop
        write_visits(listings_of(shop))
        sales, best = sales_by_week(shop), best_sellers(shop)
        visits = by_week(visits_by_day(listings_of(shop), 7 * WEEKS))
        return super().get_context_data(
            sales=sales,
            sales_total=sum(amount for __, amount in sales),
            visits=visits,
            visits_total=sum(number for __, number in visits),
            best=best,
            found_by=words_of_shop(shop.pk, 7 * WEEKS, 15),
            missed=searched_in_vain(),
            **kwargs,
        )


def weeks() -> list:
    """The Mondays of the last twelve weeks, this one last."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]


def sales_by_week(shop) -> list[tuple]:
    """(Monday, đồng of goods ordered) of each of the last weeks."""
    sums = dict(
        SellerOrder.objects.filter(shop=shop, created_at__date__gte=weeks()[0])
        .exclude(state__in=NOT_SOLD)
        .annotate(week=TruncWeek("created_at"))
        .values_list("week")
        .annotate(amount=Sum("goods_total"))
        .order_by()
    )
    amounts = {timezone.localtime(week).date(): int(amount) for week, amount in sums.items()}
    return [(week, amounts.get(week, 0)) for week in weeks()]


def by_week(days: dict) -> list[tuple]:
    """(Monday, sum) of numbers by day."""
    found = dict.fromkeys(weeks(), 0)
    for day, number in days.items():
        monday = day - timedelta(days=day.weekday())
        if monday in found:
            found[monday] += number
    return list(found.items())


def best_sellers(shop) -> list[tuple]:
    """(title, pieces) of what sold most in the last weeks."""
    gone = SellerOrder.objects.filter(shop=shop, state__in=NOT_SOLD).values("order_id")
    return list(
        OrderLine.objects.filter(partner_id=shop.partner_id, order__date_placed__date__gte=weeks()[0])
        .exclude(order_id__in=gone)
        .values_list("title")
        .annotate(pieces=Sum("quantity"))
        .order_by("-pieces", "title")[:8]
    )


def searched_in_vain(number: int = 15) -> list[tuple]:
    """(words, times) that buyers searched most in the last four weeks and found nothing for, on the whole market."""
    since = timezone.localdate() - timedelta(weeks=4)
    missed = SearchCount.objects.filter(day__gte=since, without_result__gt=1)
    times = dict(
        missed.values_list("folded").annotate(times=Sum("without_result")).order_by("-times", "folded")[:number]
    )
    typed = dict(missed.filter(folded__in=times).order_by("-day").values_list("folded", "text"))
    return [(typed[folded], number) for folded, number in times.items()]
