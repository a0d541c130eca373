"""The Celery application: work that takes time."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("hedgerow")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
