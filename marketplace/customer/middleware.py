from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429


class TooManyRequests:
    """A code asked for too often is answered by the page that says so; allauth leaves some of these unanswered."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return respond_429(request) if isinstance(exception, RateLimited) else None
