"""Under `/training/`: public pages, a learner's own pages, the desk."""

from django.urls import path

from training.views import own, public
from training.views.desk import app, classes, home, imports, people, sessions, sheet
