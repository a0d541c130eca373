"""Addresses of the API: what each room has registered, and nothing else."""

from django.urls import include, path

from core.registries.api import parts_in_order

urlpatterns = [
    path("api/v1/", include(([pattern for part in parts_in_order() for pattern in part.patterns], "api"))),
]
