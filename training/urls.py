"""Under `/training/`. Public pages first, then the trainer's desk."""

from django.urls import path

from training.assessment.urls import urlpatterns as assessment
from training.certificates.urls import urlpatterns as certificates
from training.views import public

app_name = "training"

urlpatterns = [
    path("", public.CourseList.as_view(), name="courses"),
    path("courses/<slug:slug>/", public.CourseDetail.as_view(), name="course"),
    path("courses/<slug:slug>/lessons/<int:pk>/", public.LessonDetail.as_view(), name="lesson"),
    path("classes/<str:code>/", public.ClassDetail.as_view(), name="class"),
]

urlpatterns += assessment + certificates
