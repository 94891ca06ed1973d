"""Part of `training.urls`."""

from django.urls import path

from training.certificates import views

urlpatterns = [
    path("certificates/", views.Check.as_view(), name="check_certificate"),
    path("certificates/<str:serial>/", views.CertificateDetail.as_view(), name="certificate"),
    path("e/<str:token>/certificate/", views.LearnersCertificate.as_view(), name="own_certificate"),
    path("e/<str:token>/certificate.pdf", views.LearnersPdf.as_view(), name="own_certificate_pdf"),
    path("desk/classes/<str:code>/certificates/", views.ClassCertificates.as_view(), name="class_certificates"),
    path("desk/classes/<str:code>/certificates.pdf", views.ClassPdf.as_view(), name="class_certificates_pdf"),
    path("desk/classes/<str:code>/certificates/runs/<int:pk>/", views.Run.as_view(), name="certificate_run"),
    path("desk/classes/<str:code>/certificates/<str:serial>.pdf", views.ClassPdf.as_view(), name="certificate_pdf"),
    path("desk/classes/<str:code>/certificates/<str:serial>/revoke/", views.Revoke.as_view(), name="revoke"),
]
