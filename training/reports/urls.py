"""Part of `training.urls`."""

from django.urls import path

from training.reports import views

urlpatterns = [
    path("desk/reports/", views.Report.as_view(), name="report"),
    path("desk/reports/figures.xlsx", views.ReportBook.as_view(), name="report_xlsx"),
    path("desk/reports/figures.pdf", views.ReportPdf.as_view(), name="report_pdf"),
    path("desk/reports/at-risk/", views.AtRiskList.as_view(), name="at_risk"),
    path("desk/reports/<slug:name>/", views.ListPage.as_view(), name="report_list"),
    path("desk/reports/<slug:name>.xlsx", views.ListBook.as_view(), name="report_list_xlsx"),
    path("desk/classes/<str:code>/register.pdf", views.Register.as_view(), name="register"),
]
