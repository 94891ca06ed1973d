from django.conf import settings


class PermissionsPolicy:
    """Says which of the device's parts our pages may ask for (PERMISSIONS_POLICY); Django has no header for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response
