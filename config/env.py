"""The one place where the environment is read."""

import json
import os
import secrets
from pathlib import Path

import environ

from core.field_keys import new_key

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
#: Migrating needs the role that owns the tables; `manage.py migrate` sets this by itself.
AS_OWNER: bool = env.bool("AS_OWNER", default=False)
#: Production is what is neither a demo nor a developer's machine.
PRODUCTION: bool = not (DEBUG or DEMO)


_MADE = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "AUDIT_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEYS": lambda: new_key("first"),
}


def _kept_secrets() -> dict[str, str]:
    """Secrets of an embedded hub, made at the first start and kept in the var folder, readable by its owner alone."""
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    path = VAR_DIR / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if missing := _MADE.keys() - kept.keys():
        kept |= {name: _MADE[name]() for name in missing}
        fresh = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(kept, file)
        fresh.replace(path)
    return kept


def secret(name: str) -> str:
    """A secret: from the environment, or an embedded hub's own; production has no default.

    Raises:
        ImproperlyConfigured: in production, when the environment does not name it.
    """
    if PRODUCTION:
        return env.str(name)
    return env.str(name, default="") or _kept_secrets()[name]
