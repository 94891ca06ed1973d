from django.apps import AppConfig


class AloneConfig(AppConfig):
    name = "tests.alone"
    label = "alone"
