"""Part of `training.urls`."""

from django.urls import path

from training.assessment import desk, views

urlpatterns = [
    path("e/<str:token>/quizzes/<int:pk>/", views.LearnersQuiz.as_view(), name="quiz"),
    path("e/<str:token>/questions/<int:pk>/picture/", views.QuestionPicture.as_view(), name="question"),
    path("e/<str:token>/tasks/<int:pk>/", views.LearnersTask.as_view(), name="task"),
    path("e/<str:token>/photos/<int:pk>/", views.LearnersPhoto.as_view(), name="photo"),
    path("desk/classes/<str:code>/results/", desk.Results.as_view(), name="results"),
    path("desk/classes/<str:code>/quizzes/<int:pk>/print/", desk.PrintedQuiz.as_view(), name="printed_quiz"),
    path("desk/classes/<str:code>/quizzes/<int:pk>/paper/", desk.PaperList.as_view(), name="papers"),
    path(
        "desk/classes/<str:code>/quizzes/<int:pk>/paper/<int:enrolment>/", desk.PaperQuiz.as_view(), name="paper_quiz"
    ),
    path("desk/classes/<str:code>/questions/<int:pk>/picture/", desk.QuestionPicture.as_view(), name="class_question"),
    path("desk/classes/<str:code>/tasks/<int:pk>/", desk.ClassTask.as_view(), name="class_task"),
    path("desk/classes/<str:code>/photos/<int:pk>/", desk.TaskPhoto.as_view(), name="class_photo"),
]
