"""The API: who may ask, how often, what is read, how it describes itself."""

from config.env import env

#: Its addresses alone, so that nothing of Wagtail's or allauth's stands in its description.
API_URLCONF = "config.urls_api"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["network.api.authentication.HubAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["network.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.BoundedJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["network.api.throttling.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"api": "300/min", "api_refused": "60/min"},
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.HubSchema",
    "EXCEPTION_HANDLER": "core.api.problems.handle",
    "NUM_PROXIES": env.int("TRUSTED_PROXY_COUNT", default=0),
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Hedgerow",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "COMPONENT_SPLIT_PATCH": False,
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
}
