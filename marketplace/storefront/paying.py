"""Where a buyer pays after she has ordered: open to who holds the signed link. Every page works by refreshing it."""

from contextlib import suppress
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from marketplace.orders.tracking import tracking_url
from marketplace.payments import cards, stripe_gateway, vietqr
from marketplace.payments.links import pay_url, reference_from
from marketplace.payments.models import Payment
from marketplace.shops.banks import bank_name


def next_page(order) -> str:
    """Where a buyer goes who has just ordered: to pay, or to her order when nothing is to be paid now."""
    payment = order.payment
    if payment.state == Payment.State.OPEN:
        return pay_url(payment)
    return tracking_url(order) + "?placed=1"


class PaymentLink:
    """The payment of a signed link; never cached, never indexed."""

    @cached_property
    def payment(self) -> Payment:
        reference = reference_from(self.kwargs["signed"])
        if reference is None:
            raise Http404
        return get_object_or_404(Payment.objects.select_related("order"), reference=reference)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


class PayView(PaymentLink, TemplateView):
    """Pay one order: the QR code or the card's fields; when it is paid, its page. Open to who holds its signed link."""

    def dispatch(self, request, *args, **kwargs):
        if self.payment.state in (Payment.State.PAID, Payment.State.ON_DELIVERY):
            return redirect(tracking_url(self.payment.order) + "?placed=1")
        if self.is_by_card:
            return csp_update(card_policy())(super().dispatch)(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_by_card(self) -> bool:
        return self.payment.method == "card" and self.payment.state == Payment.State.OPEN

    def get_template_names(self) -> list[str]:
        if self.payment.state != Payment.State.OPEN:
            return ["payments/over.html"]
        return ["payments/card.html" if self.payment.method == "card" else "payments/bank.html"]

    def get_context_data(self, **kwargs):
        payment = self.payment
        return super().get_context_data(
            payment=payment,
            order=payment.order,
            tracking_url=tracking_url(payment.order),
            state_url=pay_url(payment, "state"),
            picture_url=pay_url(payment, "qr"),
            card_url=pay_url(payment, "card"),
            return_url=pay_url(payment, "return"),
            **self._transfer(payment) if payment.method == "bank" else self._card(),
            **kwargs,
        )

    @staticmethod
    def _transfer(payment: Payment) -> dict:
        return {
            "qr": vietqr.svg(payload_of(payment)),
            "bank_name": bank_name(settings.BANK_BIN),
            "account": settings.BANK_ACCOUNT,
            "holder": settings.BANK_ACCOUNT_HOLDER,
        }

    @staticmethod
    def _card() -> dict:
        return {"stripe_key": settings.STRIPE_PUBLISHABLE_KEY, "stripe_js": settings.STRIPE_JS_URL}


def payload_of(payment: Payment) -> str:
    """What the QR code of a transfer says: to our account, what is still missing, with the payment's reference."""
    return vietqr.payload(settings.BANK_BIN, settings.BANK_ACCOUNT, int(payment.missing), payment.reference)


def card_policy() -> dict[str, list[str]]:
    """What the card's page may load beside our own: Stripe's script, frames and answers, where its keys are."""
    if settings.STRIPE_API_BASE == "https://api.stripe.com":
        scripts = ["https://js.stripe.com", "https://*.js.stripe.com"]
        answers, frames = ["https://api.stripe.com"], [*scripts, "https://hooks.stripe.com"]
    else:  # a stand-in
        scripts = frames = [_origin(settings.STRIPE_JS_URL)]
        answers = [_origin(settings.STRIPE_API_BASE)]
    return {
        "script-src": ["'self'", *scripts],
        "connect-src": ["'self'", *answers],
        "frame-src": frames,
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


class QrPictureView(PaymentLink, View):
    """The QR code as a picture to save on the phone that is to pay. Open to who holds the signed link."""

    def get(self, request, *args, **kwargs):
        if self.payment.method != "bank" or self.payment.state != Payment.State.OPEN:
            raise Http404
        response = HttpResponse(vietqr.png(payload_of(self.payment)), content_type="image/png")
        response["Content-Disposition"] = f'attachment; filename="{self.payment.reference}.png"'
        return response


class StateView(PaymentLink, View):
    """Whether the money has come, for the waiting page. Open to who holds the signed link."""

    def get(self, request, *args, **kwargs):
        waiting = self.payment.state == Payment.State.OPEN
        return JsonResponse({"waiting": waiting, "missing": int(self.payment.missing), "currency": "VND"})


class CardView(PaymentLink, View):
    """Charge the card behind a token of Stripe's fields. Open to who holds the signed link."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        payment, token = self.payment, request.POST.get("token", "")
        if payment.method != "card" or not token:
            raise Http404
        if payment.state != Payment.State.OPEN:
            return JsonResponse({"status": "over"})
        try:
            intent = cards.pay_by_card(payment, token)
        except stripe_gateway.CardDeclined as refusal:
            return JsonResponse({"status": "declined", "message": str(refusal)}, status=402)
        except stripe_gateway.GatewayError:
            words = _("Stripe does not answer. Your card may have been charged: wait a moment and refresh this page.")
            return JsonResponse({"status": "unknown", "message": words}, status=502)
        return JsonResponse({"status": intent.status, "client_secret": intent.client_secret})


class ReturnView(PaymentLink, View):
    """Back from the bank of the card: ask Stripe what became of it. Open to who holds the signed link."""

    def get(self, request, *args, **kwargs):
        if self.payment.method == "card" and self.payment.external_id:
            with suppress(stripe_gateway.GatewayError):  # webhook and job tell us later
                cards.ask_about(self.payment)
        return redirect(pay_url(self.payment))
