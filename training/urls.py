"""Under `/training/`: public pages, a learner's own pages, the desk."""

from django.urls import path

from training.assessment.urls import urlpatterns as assessment
from training.certificates.urls import urlpatterns as certificates
from training.reports.urls import urlpatterns as reports
from training.views import own, public
from training.views.desk import app, classes, home, imports, people, sessions, sheet

app_name = "training"

urlpatterns = [
    path("", public.CourseList.as_view(), name="courses"),
    path("courses/<slug:slug>/", public.CourseDetail.as_view(), name="course"),
    path("courses/<slug:slug>/lessons/<int:pk>/", public.LessonDetail.as_view(), name="lesson"),
    path(
        "courses/<slug:slug>/lessons/<int:pk>/materials/<int:material>/",
        public.MaterialFile.as_view(),
        name="material",
    ),
    path("classes/<str:code>/", public.ClassDetail.as_view(), name="class"),
    path("classes/<str:code>/calendar.ics", public.ClassFeed.as_view(), name="class_feed"),
    path("calendar/", public.Calendar.as_view(), name="calendar"),
    path("places/<int:pk>/calendar.ics", public.PlaceFeed.as_view(), name="place_feed"),
    path("trainers/<str:token>/calendar.ics", public.TrainerFeed.as_view(), name="trainer_feed"),
    path("mine/", own.MyCourses.as_view(), name="mine"),
    path("e/<str:token>/", own.OwnEnrolment.as_view(), name="enrolment"),
    path("e/<str:token>/join/<int:pk>/", own.JoinOnline.as_view(), name="join"),
    path("check-in/<str:code>/", own.Scan.as_view(), name="check_in"),
    # The desk
    path("desk/", home.Home.as_view(), name="desk"),
    path("desk/sw.js", app.service_worker, name="service_worker"),
    path("desk/manifest.webmanifest", app.manifest, name="manifest"),
    path("desk/offline/", app.offline, name="offline"),
    path("desk/calendar/", home.Calendar.as_view(), name="desk_calendar"),
    path("desk/classes/", home.Classes.as_view(), name="desk_classes"),
    path("desk/classes/new/", classes.NewClass.as_view(), name="new_class"),
    path("desk/classes/<str:code>/", classes.ClassDetail.as_view(), name="desk_class"),
    path("desk/classes/<str:code>/edit/", classes.EditClass.as_view(), name="edit_class"),
    path("desk/classes/<str:code>/plan/", classes.Plan.as_view(), name="plan"),
    path("desk/classes/<str:code>/copy/", classes.Copy.as_view(), name="copy_class"),
    path("desk/classes/<str:code>/open/", classes.ClassAct.as_view(), {"act": "open"}, name="open_class"),
    path("desk/classes/<str:code>/close/", classes.ClassAct.as_view(), {"act": "close"}, name="close_class"),
    path("desk/classes/<str:code>/enrol/", classes.EnrolOne.as_view(), name="enrol"),
    path("desk/classes/<str:code>/withdraw/<int:pk>/", classes.WithdrawOne.as_view(), name="withdraw"),
    path("desk/classes/<str:code>/badges/", classes.Badges.as_view(), name="badges"),
    path("desk/classes/<str:code>/import/", imports.Upload.as_view(), name="import"),
    path("desk/classes/<str:code>/import/<int:pk>/", imports.Preview.as_view(), name="import_preview"),
    path("desk/list.xlsx", imports.blank, name="import_blank"),
    path("desk/sessions/<int:pk>/sheet/", sheet.Sheet.as_view(), name="sheet"),
    path("desk/sessions/<int:pk>/sync/", sheet.Sync.as_view(), name="sync"),
    path("desk/sessions/<int:pk>/history/", sessions.History.as_view(), name="history"),
    path("desk/sessions/<int:pk>/correct/<int:learner>/", sessions.Correct.as_view(), name="correct"),
    path("desk/sessions/<int:pk>/move/", sessions.Move.as_view(), name="move"),
    path("desk/sessions/<int:pk>/cancel/", sessions.Cancel.as_view(), name="cancel"),
    path("desk/sessions/<int:pk>/qr/", sessions.Screen.as_view(), name="qr"),
    path("desk/sessions/<int:pk>/qr/code/", sessions.ScreenCode.as_view(), name="qr_code"),
    path("desk/sessions/<int:pk>/arrivals/", sessions.ConfirmArrivals.as_view(), name="confirm_arrivals"),
    path("desk/sessions/<int:pk>/participants/", imports.Participants.as_view(), name="participants"),
    path(
        "desk/sessions/<int:pk>/participants/<int:draft>/",
        imports.ParticipantsPreview.as_view(),
        name="participants_preview",
    ),
    path("desk/learners/", people.Learners.as_view(), name="learners"),
    path("desk/learners/<int:pk>/", people.LearnerDetail.as_view(), name="learner"),
    path("desk/learners/<int:pk>/edit/", people.EditLearner.as_view(), name="edit_learner"),
    path("desk/learners/<int:pk>/merge/", people.Merge.as_view(), name="merge"),
]

urlpatterns += assessment + certificates + reports
