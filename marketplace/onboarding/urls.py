from django.urls import path, re_path

from marketplace.onboarding import paper_views, views
from marketplace.onboarding.checklist import STEPS
from marketplace.shops import people_views
from marketplace.shops.views import EndAssistanceView, InvitationsView

app_name = "sell"

STEP = rf"(?P<step>{'|'.join(STEPS)})"

urlpatterns = [
    path("", views.StartView.as_view(), name="start"),
    path("application/", views.ApplicationView.as_view(), name="application"),
    path("application/phone/", views.PhoneView.as_view(), name="phone"),
    path("application/send/", views.SubmitView.as_view(), name="submit"),
    path("application/take-back/", views.TakeBackView.as_view(), name="take-back"),
    path("application/papers/add/<slug:kind>/", paper_views.AddPaperView.as_view(), name="paper-add"),
    path("application/papers/<uuid:key>/change/", paper_views.ChangePaperView.as_view(), name="paper-change"),
    re_path(rf"^application/{STEP}/$", views.StepView.as_view(), name="step"),
    re_path(rf"^application/{STEP}/save/$", views.SaveView.as_view(), name="save"),
    path("invitations/", InvitationsView.as_view(), name="invitations"),
    path("people/", people_views.PeopleView.as_view(), name="people"),
    path("people/<int:pk>/", people_views.PersonView.as_view(), name="person"),
    path("people/invitations/<int:pk>/withdraw/", people_views.WithdrawView.as_view(), name="invitation-withdraw"),
    path("assistance/<int:pk>/end/", EndAssistanceView.as_view(), name="assistance-end"),
    path("papers/<uuid:key>/", paper_views.PaperView.as_view(), name="paper"),
]
