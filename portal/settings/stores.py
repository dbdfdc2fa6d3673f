"""Where data lie: database and cache, static files, what people hand in."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import BASE_DIR, LAPTOP, env, required

# EMBEDDED_SERVERS: names of the servers of portal/embedded/ that this process brings along.
EMBEDDED_SERVERS = []
DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
if LAPTOP:
    from portal import embedded

    if not DATABASE_URL:
        EMBEDDED_SERVERS.append("database")
    if not REDIS_URL:
        EMBEDDED_SERVERS.append("cache")
        REDIS_URL = f"unix://{embedded.cache_socket()}"
if not (DATABASE_URL or LAPTOP):
    raise ImproperlyConfigured("DATABASE_URL is not set. Production needs the address of its PostgreSQL.")
if not REDIS_URL:
    raise ImproperlyConfigured("REDIS_URL is not set. Production needs the address of its Redis.")

if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL is not a postgres:// address. PostgreSQL is the only engine.")
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": embedded.DATABASE_NAME,
            "USER": "postgres",
            "HOST": str(embedded.socket_folder()),
        }
    }
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)  # seconds
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # seconds
# For short questions to a database that lies in memory or on an SSD: without the first the planner reads half a table
# rather than follow an index for a thousand rows; to compile or to start helpers takes longer than such a question.
DATABASES["default"]["OPTIONS"].setdefault(
    "options", "-c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0"
)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 5},  # seconds
    }
}

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},  # or FILES_BUCKET, below
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What people hand in, seen by web and workers alike; no address leads to it. A folder, or a bucket that speaks S3.
FILES_BUCKET = env.str("FILES_BUCKET", "")
if FILES_BUCKET:
    from botocore.config import Config

    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET,
            "access_key": required("FILES_ACCESS_KEY"),
            "secret_key": required("FILES_SECRET_KEY"),
            "endpoint_url": env.str("FILES_ENDPOINT", "") or None,
            "region_name": env.str("FILES_REGION", "") or None,
            "file_overwrite": False,
            "client_config": Config(
                connect_timeout=5,  # seconds
                read_timeout=20,
                retries={"max_attempts": 2},
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                # Checksums that only the largest provider knows.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        },
    }
MEDIA_ROOT = (
    env.str("FILES_FOLDER", "") if FILES_BUCKET else required("FILES_FOLDER", str(BASE_DIR / ".data" / "files"))
)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # bytes
LARGEST_BODY = 16 * 1024**2  # bytes of a request, its files included
LARGEST_FILE = LARGEST_BODY - 1024**2  # bytes; the request also carries the form around the file
# Looks at papers for malware: unix:///run/clamav/clamd.ctl or tcp://host:3310. Without it nobody looks.
CLAMD_URL = env.str("CLAMD_URL", "")
if CLAMD_URL and not CLAMD_URL.startswith(("unix:///", "tcp://")):
    raise ImproperlyConfigured(f"CLAMD_URL is {CLAMD_URL!r}; it may be unix:///path or tcp://host:port.")
