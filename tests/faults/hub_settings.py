"""The settings of a hub under faults: a demo's, on real servers, where signing in costs no second of arithmetic."""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
