"""What is installed, and the order in which a request passes."""

from config.env import BASE_DIR, DEBUG, DEMO, PRODUCTION, VAR_DIR

__all__ = [
    "ASGI_APPLICATION", "BASE_DIR", "DEBUG", "DEFAULT_AUTO_FIELD", "DEMO", "GALLERY_ENABLED",
    "INSTALLED_APPS", "MIDDLEWARE", "PRODUCTION", "ROOT_URLCONF", "VAR_DIR",
]  # fmt: skip

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: The component gallery and the mail shown there exist for developers and the demo only.
GALLERY_ENABLED = DEBUG or DEMO

INSTALLED_APPS = [
    "practice_library",
    "network",
    "core",
    "config.apps.HedgerowConfig",
    "servestatic",
    "wagtail.contrib.forms",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "channels",
    "django_htmx",
    "rest_framework",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "core.request_log.RequestLogMiddleware",
    "core.middleware.OperatorsMiddleware",
    "core.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.page_handler.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    # On PostgreSQL everything from here on happens in one transaction, which carries who is asking.
    "network.middleware.AccessTransactionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "network.session_age.SessionAgeMiddleware",
    "network.api.middleware.TokenMiddleware",
    "network.middleware.AccessContextMiddleware",
    "network.middleware.LanguageMiddleware",
    "core.middleware.BodyLimitMiddleware",
    "core.middleware.AddressMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "network.middleware.SecondFactorMiddleware",
    "practice_library.middleware.EditorsOnlyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
