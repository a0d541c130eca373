"""Addresses of the gallery."""

from django.urls import path

from core.views.gallery import gallery, sample_page

app_name = "gallery"
urlpatterns = [
    path("", gallery, name="index"),
    path("pages/<slug:page>/", sample_page, name="page"),
]
