"""Addresses that must stand at the root: what search engines ask for."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from practice_library.sitemaps import SITEMAPS
from practice_library.views.robots import robots

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
