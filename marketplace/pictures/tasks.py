from celery import shared_task

from marketplace.pictures import renditions


@shared_task
def make_renditions(name: str, slot: str) -> None:
    renditions.make_renditions(name, slot)
