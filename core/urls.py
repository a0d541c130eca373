"""Addresses of the gallery."""

app_name = "gallery"
urlpatterns: list = []
