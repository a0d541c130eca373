"""Work that takes time, and what is live."""

from typing import Any

from config.env import VAR_DIR, env
from config.settings.parts.data import REDIS_URL

CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # A message whose worker died is handed out again after so long; the outbox's own sweep is mostly sooner.
        "visibility_timeout": 120,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        # Whoever hands over a task waits no longer; a worker's own wait for the next one is a second.
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        "health_check_interval": 10,
        "max_retries": 0,
    }
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
else:
    _broker = VAR_DIR / "broker"
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # One folder for both directions: producer and worker are the same process.
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "processed_folder": str(_broker / "processed"),
        "store_processed": False,
    }
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
#: A worker waits for its broker for as long as it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
#: Work that takes longer goes in pieces.
CELERY_TASK_TIME_LIMIT = 600
#: How many processes answer pages, and how many do work (`manage.py stack`).
WEB_PROCESSES = env.int("WEB_PROCESSES", default=2)
CELERY_WORKER_CONCURRENCY = env.int("WORKER_PROCESSES", default=2)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
#: How often what waits is looked for: mail and work that no task has brought.
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=10.0)
#: A sweep that finds no worker is of no use once the next has begun.
_sweep = {"schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}}
CELERY_BEAT_SCHEDULE = {
    "send-waiting-messages": {"task": "network.tasks.send_waiting_messages", **_sweep},
    "send-waiting-work": {"task": "core.tasks.send_waiting_work", **_sweep},
    "settle-lost-steps": {"task": "network.tasks.settle_lost_steps", "schedule": 300.0},
    "anchor-audit-chains": {"task": "network.tasks.anchor_audit_chains", "schedule": 3600.0},
    "clear-up": {"task": "core.tasks.clear_up", "schedule": 3600.0},
}
#: `manage.py serve` runs the worker and the clock inside the serving process unless a broker is given.
WORK_IN_PROCESS = env.bool("WORK_IN_PROCESS", default=not REDIS_URL)

#: A hub with a worker of its own writes JSON and a line for each request; an embedded one what went wrong, to read.
LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if WORK_IN_PROCESS else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "core.logs.JsonFormatter"},
    },
    "filters": {"secret_addresses": {"()": "core.secret_addresses.SecretAddressesFilter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["secret_addresses"]}
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "hedgerow": {"level": "INFO" if LOG_FORMAT == "json" else "ERROR"},
        # Refused and missing pages are in the line of their request.
        "django.request": {"level": "ERROR"},
        # Django would write to the screen, and mail to nobody.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
#: Where processes leave their numbers; and who may read them: with an empty token nobody.
METRICS_DIR = str(VAR_DIR / "metrics")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
