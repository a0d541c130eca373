"""The settings the tests run on: the same parts, with fast password hashes and nothing that leaves the process."""

import os

os.environ.setdefault("DEMO", "1")  # so that keys are made, and cookies work without TLS
if os.environ.get("REDIS_URL"):
    # Each process has a Redis database of its own: emptying the cache between tests must not empty another's.
    _server, _slash, _number = os.environ["REDIS_URL"].rpartition("/")
    _process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["REDIS_URL"] = f"{_server}/{int(_number) + _process}"

from config.env import env
from config.settings import *  # noqa: F403
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
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # The role of DATABASE_URL owns the tests' databases; the tests themselves run as one that owns nothing.
    DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="") or env.str("DATABASE_URL")
    DATABASES["default"] = env.db_url_config(DATABASE_OWNER_URL)
    RUNTIME_ROLE = "hedgerow_test_runtime"
