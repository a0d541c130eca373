"""Addresses of the hub. Each room has its own; what they are is in `docs/architecture.md`."""

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from core.api.views import description, reference
from core.views.health import healthz, metrics, readyz
from network.views.account import choose_language

handler400 = "core.views.errors.bad_request"
#: What allauth answers too many tries with.
handler429 = "core.views.errors.too_many_requests"
handler500 = "core.views.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("i18n/setlang/", choose_language, name="set_language"),
    path("account/", include("network.urls_account")),
    path("account/", include("allauth.urls")),
    path("api/v1/schema/", description, name="api-schema"),
    path("api/v1/docs/", reference, name="api-reference"),
    path("", include("config.urls_api")),
    path("cms/", include(wagtailadmin_urls)),
    path("library/", include("practice_library.urls")),
    path("", include("practice_library.urls_root")),
    path("", include("network.urls")),
]
if settings.GALLERY_ENABLED:
    urlpatterns += [
        path("gallery/mail/", include("network.urls_mail_gallery")),
        path("gallery/", include("core.urls")),
    ]
