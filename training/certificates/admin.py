from django.contrib import admin

from training.admin import ReadOnlyAdmin
from training.certificates.models import Certificate, IssueRun


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ["serial", "holder_name", "course_title", "issued_on", "revoked_at"]
    search_fields = ["serial", "holder_name"]
    date_hierarchy = "issued_on"


@admin.register(IssueRun)
class IssueRunAdmin(ReadOnlyAdmin):
    list_display = ["training_class", "by", "started_at", "done", "total", "finished_at"]
    list_select_related = ["training_class__course", "by"]
