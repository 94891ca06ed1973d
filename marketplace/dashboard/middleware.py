from csp.constants import NONCE, SELF, UNSAFE_INLINE


class DashboardPolicy:
    """Oscar's dashboard keeps a strict policy for scripts: only its own, by a nonce. Its styles are partly inline."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.namespaces[:1] == ["dashboard"]:
            response._csp_update = {"script-src": [SELF, NONCE], "style-src": [SELF, UNSAFE_INLINE]}
        return response
