"""Signing in: e-mail and password, second factors, passkeys."""

from config.env import DEMO, PRODUCTION, env

AUTH_USER_MODEL = "network.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "network.passwords.PredictablePasswordValidator"},
]

ACCOUNT_ADAPTER = "network.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = (
    "mandatory"  # the address of an invitation is proved by its link (network.receivers)
)
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = (
    True  # a new address is proved by a code typed where it was asked for
)
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on under a new id; all others end
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before another address, another second factor
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 60
# Second factors are counted by "login_failed" as well: at most ten guesses in a quarter of an hour. Addresses are
# counted apart (network.adapters), because a right second factor clears its whole limit.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/5m/key,10/15m/key",
    "login_failed_address": "10/m/ip",
}
ACCOUNT_FORMS = {
    "login": "network.forms.account.LoginForm",
    "add_email": "network.forms.account.AddEmailForm",
    "change_password": "network.forms.account.ChangePasswordForm",
    "set_password": "network.forms.account.SetPasswordForm",
    "reset_password": "network.forms.account.ResetPasswordForm",
    "reset_password_from_key": "network.forms.account.ResetPasswordKeyForm",
    "confirm_email_verification_code": "network.forms.account.ConfirmEmailCodeForm",
    "reauthenticate": "network.forms.account.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "network.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "network.forms.second_factor.AuthenticateForm",
    "reauthenticate": "network.forms.second_factor.ReauthenticateForm",
    "activate_totp": "network.forms.second_factor.ActivateTOTPForm",
    "add_webauthn": "network.forms.second_factor.AddWebAuthnForm",
    "edit_webauthn": "network.forms.second_factor.EditWebAuthnForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ADAPTER = "network.single_sign_on.adapter.SchoolSignInAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
#: Schools' providers on this machine may be asked, over http: for tests and demos, never in production.
SSO_LOCAL_PROVIDERS = env.bool("SSO_LOCAL_PROVIDERS", default=False)
#: A demo's visitors try every role; they are not asked for a second factor.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEMO)

#: A session ends after so many seconds without a request, and after so many in any case (network.session_age).
SESSION_IDLE_SECONDS = 3 * 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SERIALIZER = "core.sealing.SealedSessionSerializer"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="small steps together") if DEMO else ""
