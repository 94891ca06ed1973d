from django.http import HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.payments import stripe_gateway
from marketplace.payments.cards import handle_event


@csrf_exempt
@require_POST
def stripe_webhook(request):
    """What Stripe tells us. Open to who signs with the webhook's secret; everything else changes nothing."""
    try:
        event = stripe_gateway.read_event(request.body, request.headers.get("Stripe-Signature", ""))
    except ValueError:
        return HttpResponseBadRequest("signature")
    handle_event(event)
    return HttpResponse(status=200)
