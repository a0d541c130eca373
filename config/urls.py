"""Addresses of the hub. Each room has its own; what they are is in `docs/architecture.md`."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from core.views.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("library/", include("practice_library.urls")),
    path("", include("network.urls")),
]
if settings.GALLERY_ENABLED:
    urlpatterns += [path("gallery/", include("core.urls"))]
