"""The portal on a database of measurement, beside it a bare view and a static template: gunicorn benchmarks.served."""

import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
settings.ROOT_URLCONF = "benchmarks.served"
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

from jobs.models import Vacancy  # noqa: E402
from portal.lib.public import public_page  # noqa: E402
from portal.urls import urlpatterns as portal_urls  # noqa: E402


@public_page
def bare(request):
    """One indexed query and nothing to look at."""
    newest = Vacancy.objects.order_by("-sort_day", "-pk").values_list("title", flat=True)[:20]
    return HttpResponse("\n".join(newest))


@public_page
def same_size(request):
    """A template that asks nothing and is as long as the list."""
    return HttpResponse(TEMPLATE.render({}, request))


TEMPLATE = engines["django"].from_string("x" * int(os.environ["MEASURED_BYTES"]))
urlpatterns = [path("telanjang/", bare), path("tetap/", same_size), *portal_urls]
application = get_wsgi_application()
