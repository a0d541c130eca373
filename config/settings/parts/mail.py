"""Mail leaves through EMAIL_URL; an embedded hub keeps it in a folder and on the gallery's mail page."""

from config.env import VAR_DIR, env

_default = f"filemail:///{VAR_DIR / 'mail'}"
_mail = env.email_url("EMAIL_URL", default=_default)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Hedgerow <hub@hedgerow.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
