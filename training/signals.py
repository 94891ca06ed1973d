"""What training tells upwards. Receivers run in the sender's transaction, but where it says otherwise."""

from django.dispatch import Signal

certificate_issued = Signal()
"""kwargs: certificate. Sent after the certificate is committed."""
