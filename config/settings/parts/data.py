"""Where things are kept: the database, the cache, files."""

from redis.backoff import NoBackoff
from redis.retry import Retry

from config.env import AS_OWNER, VAR_DIR, env

REDIS_URL = env.str("REDIS_URL", default="")
#: The role that owns the tables and migrates; the running hub uses DATABASE_URL, which owns nothing.
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")

_runtime = env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'hedgerow.sqlite3'}")
#: The name of the role the hub runs as; the tables' owner grants it what it needs.
RUNTIME_ROLE = _runtime.get("USER", "")
_database = env.db("DATABASE_OWNER_URL") if AS_OWNER and DATABASE_OWNER_URL else _runtime
DATABASES = {"default": _database}
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    _database["CONN_MAX_AGE"] = 0
    # A connection that a restart of the server cut is found out before a request gets it.
    _database["CONN_HEALTH_CHECKS"] = True
    # The pool holds four connections unless told otherwise, while ASGI gives each request a thread.
    _database["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=32), "timeout": 5},
        "connect_timeout": 5,
    }

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "core.cache.HubCache",
            "LOCATION": REDIS_URL,
            # A page never waits long for what it can do without; redis-py itself would try four times.
            "OPTIONS": {
                "socket_connect_timeout": 0.5,
                "socket_timeout": 1.0,
                "retry": Retry(NoBackoff(), 0),
            },
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
# Nothing is served from here: pictures and files go through the library's guarded view.
MEDIA_URL = env.str("MEDIA_URL", default="/media-is-never-served/")
#: A proxy that serves files from MEDIA_ROOT under this internal address is told there which one; see deploy/nginx.
MEDIA_ACCEL_PREFIX = env.str("MEDIA_ACCEL_PREFIX", default="")
if S3_BUCKET := env.str("S3_BUCKET", default=""):
    MEDIA_STORAGE = {
        "BACKEND": "core.s3_media.S3Media",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": env.str("S3_ACCESS_KEY_ID"),
            "secret_key": env.str("S3_SECRET_ACCESS_KEY"),
            "addressing_style": env.str("S3_ADDRESSING", default="path"),
        },
    }
else:
    MEDIA_STORAGE = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {}}
#: The chain of the audit log is anchored here, outside the database.
AUDIT_ANCHOR_FILE = env.str("AUDIT_ANCHOR_FILE", default=str(VAR_DIR / "audit-anchors.jsonl"))
#: Who has been erased, by marks that name nobody: a restored backup erases them again.
ERASED_PEOPLE_FILE = env.str("ERASED_PEOPLE_FILE", default=str(VAR_DIR / "erased-people.jsonl"))
