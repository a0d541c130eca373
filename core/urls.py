"""Addresses of the gallery."""

from django.urls import path

from core.views.gallery import gallery

app_name = "gallery"
urlpatterns = [
    path("", gallery, name="index"),
]
