"""The one place where the environment is read."""

import json
import os
import secrets
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

DEBUG: bool = env.bool("DEBUG", default=False)
DEMO: bool = env.bool("DEMO", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
#: Migrating needs the role that owns the tables; `manage.py migrate` sets this by itself.
AS_OWNER: bool = env.bool("AS_OWNER", default=False)
#: Production is what is neither a demo nor a developer's machine.
PRODUCTION: bool = not (DEBUG or DEMO)


def _kept_secrets() -> dict[str, str]:
    """Secrets of an embedded hub, made at the first start and kept in the var folder, readable by its owner alone."""
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    path = VAR_DIR / "secrets.json"
    if not path.exists():
        made = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "AUDIT_KEY")}
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(made, file)
    return json.loads(path.read_text())


def secret(name: str) -> str:
    """A secret: from the environment, or an embedded hub's own; production has no default.

    Raises:
        ImproperlyConfigured: in production, when the environment does not name it.
    """
    if PRODUCTION:
        return env.str(name)
    return env.str(name, default="") or _kept_secrets()[name]
