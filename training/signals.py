"""What training tells upwards. Receivers run in the sender's transaction, but where it says otherwise."""

from django.dispatch import Signal

certificate_issued = Signal()
"""kwargs: certificate. Sent after the certificate is committed."""

learner_merged = Signal()
"""kwargs: kept, merged (Learner): rows of other rooms that point at `merged` go over to `kept`."""

enrolment_merged = Signal()
"""kwargs: kept, merged (Enrolment) of one class: what hangs on `merged` goes over to `kept` before it is deleted."""
