"""The settings the tests run on: the same parts, with fast password hashes and nothing that leaves the process."""

from config.env import VAR_DIR
from config.settings import *
from config.settings.parts.data import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
GALLERY_ENABLED = True
SECOND_FACTOR_REQUIRED = False
SERVESTATIC_USE_FINDERS = True
CELERY_TASK_ALWAYS_EAGER = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: so that the migrated database can be kept between runs.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)
