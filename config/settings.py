"""All of Dateline's settings. What ops may change is read from the environment."""

from ipaddress import ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from js_asset import static_lazy

from config.csp import POLICY
from config.databases import POSTGRESQL, SQLITE
from config.environment import read_environment, read_limit, read_origin
from config.logs import LOGGING  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent
env = read_environment(BASE_DIR / ".env")

# --- Mode -----------------------------------------------------------------

DEBUG = env.bool("DEBUG", True)
# Off only for a trial on plain HTTP: no redirect, no HSTS, no secure cookies.
HTTPS = env.bool("HTTPS", not DEBUG)
# On when a proxy in front speaks TLS and sets X-Forwarded-Proto itself.
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)

SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set, and DEBUG is off. Set SECRET_KEY to 50 or more"
            " random characters and keep it secret; this prints some: python -c"
            " 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    SECRET_KEY = "for-development-only-" + "0123456789abcdef" * 3  # noqa: S105

# DEBUG allows these by itself; without it nothing else answers unless named.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Newsroom -------------------------------------------------------------

NEWSROOM_NAME = env.str("NEWSROOM_NAME", "Dateline")
# Where the site answers, for the links in its mail.
NEWSROOM_ADDRESS = read_origin(
    env, "NEWSROOM_ADDRESS", f"http{'s' if HTTPS else ''}://{[*ALLOWED_HOSTS, ''][0]}"
)
NEWSROOM_STRAPLINE = env.str("NEWSROOM_STRAPLINE", "The running story")
SITE_ID = 1
# The one zone stamps are printed in; UTC is printed as GMT.
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True
LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "config.formats"
# Editors are told of a live story that says nothing for so many hours.
SILENT_HOURS = env.float("SILENT_HOURS", 2)
# How long a preview link that is passed on can be opened.
PREVIEW_HOURS = env.int("PREVIEW_HOURS", 48)

# --- Applications ---------------------------------------------------------

INSTALLED_APPS = [
    "config.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.redirects",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "mptt",
    "js_asset",
    "django_prose_editor",
    "simple_history",
    "articles",
    "comments",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "config.middleware.plain_session_key",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.utf8_only",
    "config.middleware.shared_or_private",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.MovedStories",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context_processors.masthead",
            ],
        },
    },
]

# --- Database, cache, mail ------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": env.db("DATABASE_URL", f"sqlite:///{BASE_DIR / 'dateline.sqlite3'}")
}
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = 60
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = _database.get("OPTIONS", {}) | SQLITE
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = POSTGRESQL | _database.get("OPTIONS", {})

CACHES = {"default": env.cache("CACHE_URL", "locmemcache://dateline")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "config.caches.SteadyCache"
vars().update(env.email_url("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "dateline@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds; a moderator's act waits for no mail server

# --- Pages from memory ----------------------------------------------------

# How much memory finished pages may take; 0 keeps none.
STORE_MEGABYTES = env.int("STORE_MEGABYTES", 0 if DEBUG else 64)
# How long a page's last good copy is shown while the database is gone.
STALE_IF_ERROR = env.int("STALE_IF_ERROR", 300)
# All parameters that a page for everybody may depend on; others make no other page.
STORE_PARAMETERS = frozenset(
    {"comments", "only", "order", "page", "past", "q", "sort", "updates"}
)
ARTICLE_VERSION = "config.versions.article_version"
COMMENT_COUNT = "comments.counts.whole_count"

# --- Static files and media -----------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", str(BASE_DIR / "media"))
# Off where `make_renditions --watch` runs as a service of its own.
RENDITIONS_IN_BACKGROUND = env.bool("RENDITIONS_IN_BACKGROUND", True)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.statics.WholeStaticFilesStorage"
    },
}

# --- Editor ---------------------------------------------------------------

_FIGURES = ("PictureFigure", "GalleryFigure", "RecordingFigure", "EmbedFigure")
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [*map(static_lazy, ("articles/figures.js", "articles/embed_figure.js"))],
        # Rules for the editor's own sanitiser, which never runs: ours does.
        "extensions": dict.fromkeys(_FIGURES, "django_prose_editor.config.html_tags"),
    }
]

# --- Accounts -------------------------------------------------------------

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Readers sign up with an address and prove it by a code; a password is optional.
# Accounts made on the server sign in by username as well.
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_USER_DISPLAY = "config.accounts.display_name"
ACCOUNT_FORMS = {
    "login": "config.accounts.SignInForm",
    "signup": "config.accounts.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "comments.forms.reader.SignUpForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = True  # one address an account
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/account/email/"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{NEWSROOM_NAME}: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
MFA_ADAPTER = "config.accounts.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = NEWSROOM_NAME
# After so many days `purge_personal_data` empties what a comment says of its sender.
COMMENT_NETWORK_DAYS = env.int("COMMENT_NETWORK_DAYS", 30)
COMMENT_EMAIL_DAYS = env.int("COMMENT_EMAIL_DAYS", 365)

# --- Security -------------------------------------------------------------

CONTENT_SECURITY_POLICY = {"DIRECTIVES": POLICY}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = HTTPS
# A browser that has seen this once takes no plain HTTP from here for so long.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("HSTS_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "articles.views.errors.csrf_failure"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Comments -------------------------------------------------------------

# Whose X-Forwarded-For is believed, as "10.0.0.0/8,::1". Such a proxy must drop
# headers with an underscore in their name (nginx does): X_Forwarded_For reads the same.
TRUSTED_PROXIES = [ip_network(text) for text in env.list("TRUSTED_PROXIES", default=[])]
COMMENT_LIMITS = {
    "account": read_limit(env, "COMMENT_LIMIT_ACCOUNT", "10/60"),
    "network": read_limit(env, "COMMENT_LIMIT_NETWORK", "30/60"),
    "thread": read_limit(env, "COMMENT_LIMIT_THREAD", "6/60"),  # by one network
}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # With Django's 300 a crowd of posters would be forgotten before their minute ends.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 10_000)
COMMENT_MIN_SECONDS = env.int("COMMENT_MIN_SECONDS", 3)  # sent sooner: held
COMMENT_LINKS_ALLOWED = env.int("COMMENT_LINKS_ALLOWED", 2)  # more: held
COMMENT_CLOSE_AFTER_DAYS = env.int("COMMENT_CLOSE_AFTER_DAYS", 0)  # 0: never
COMMENT_EDIT_MINUTES = env.int("COMMENT_EDIT_MINUTES", 10)
# Held for a moderator: everything, the first so many of a reader, new accounts'.
COMMENT_PREMODERATED = env.bool("COMMENT_PREMODERATED", False)
COMMENT_FIRST_HELD = env.int("COMMENT_FIRST_HELD", 0)
COMMENT_NEW_ACCOUNT_HOURS = env.int("COMMENT_NEW_ACCOUNT_HOURS", 0)
# Reports hold a comment, and slow its thread down, from so many on, never with 0; those
# of readers who were right before count up to twice, those of guests half.
COMMENT_REPORTS_HOLD = env.float("COMMENT_REPORTS_HOLD", 3.0)
COMMENT_HEATED_REPORTS = env.float("COMMENT_HEATED_REPORTS", 5.0)
COMMENT_SLOW_SECONDS = env.int("COMMENT_SLOW_SECONDS", 120)  # between two replies
COMMENT_SLOW_MINUTES = env.int("COMMENT_SLOW_MINUTES", 60)  # then it is over
COMMENT_CLAIM_MINUTES = env.int("COMMENT_CLAIM_MINUTES", 10)
# A second opinion on spam from Akismet, asked when there is a key.
AKISMET_KEY = env.str("AKISMET_KEY", "")
AKISMET_URL = env.str("AKISMET_URL", "https://rest.akismet.com/1.1/comment-check")
AKISMET_BLOG = env.str("AKISMET_BLOG", "")  # our front page, with https://
AKISMET_TIMEOUT = env.float("AKISMET_TIMEOUT", 3.0)  # seconds
if AKISMET_KEY and not AKISMET_BLOG.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        "AKISMET_KEY is set, but AKISMET_BLOG does not name the front page;"
        " set it to the full address, as in https://news.example.org/."
    )
