"""Wagtail: the engine, not the front door."""

from config.settings.parts.security import BASE_URL

WAGTAIL_SITE_NAME = "Hedgerow"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "practice_library.LibraryImage"
WAGTAILDOCS_DOCUMENT_MODEL = "practice_library.LibraryDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_MODERATION_ENABLED = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "practice_library.workflow.publish_what_was_read"
# Comments would mail page titles to people of other schools.
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("sv", "Svenska")]
# One configuration for both languages: words are stemmed in Python before they reach the index.
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "SEARCH_CONFIG": "simple",
        "ATOMIC_REBUILD": True,
    },
}
