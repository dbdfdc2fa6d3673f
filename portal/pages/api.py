"""The open interface put together: what every address of it shares, its errors, and the page that explains it."""

from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import ValidationError

from jobs.api import CompanyFilter, FigureFilter, Refused, VacancyFilter
from jobs.api import router as jobs_router
from outreach.public.api import EventFilter
from outreach.public.api import router as events_router
from portal.lib.public import public_page
from portal.pages.problems import PROBLEM_TYPE, for_machines, problem

EXPECTED = {
    name: field.description
    for filter_ in (CompanyFilter, EventFilter, FigureFilter, VacancyFilter)
    for name, field in filter_.model_fields.items()
}


def open_to_machines(view):
    """Public, kept by any proxy, read from any site's own pages; a HEAD is answered as a GET."""

    @public_page
    @wraps(view)
    def answered(request, *args, **kwargs):
        method, request.method = request.method, "GET"
        try:
            return for_machines(view(request, *args, **kwargs))
        finally:
            request.method = method

    @wraps(answered)
    def opened(request, *args, **kwargs):
        response = answered(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        refusal = problem(405)
        refusal.headers["Allow"] = response.headers["Allow"]
        return refusal

    opened.csrf_exempt = True
    return opened


class Api(NinjaAPI):
    def get_openapi_schema(self, **options):
        """Ninja describes each answer as JSON; those that refuse are problems."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for status, answer in operations["get"]["responses"].items():
                if status >= HTTPStatus.BAD_REQUEST:
                    answer["content"] = {PROBLEM_TYPE: answer["content"].pop("application/json")}
        return schema


api = Api(
    title="Jalur Resmi",
    version="1",
    description=(
        "Vacancies abroad, placement companies, destination countries, events and figures as this portal shows them. "
        "Null means unknown, never zero or no. Titles come in Indonesian, with “_en” in English where there is one."
    ),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", jobs_router)
api.add_router("", events_router)


@api.exception_handler(ValidationError)
def _not_understood(request, error):
    names = dict.fromkeys(str(next((part for part in one["loc"][1:] if part in EXPECTED), "")) for one in error.errors)
    return problem(422, [(name, _expected(request, name)) for name in names if name])


def _expected(request, name):
    filters = {
        reverse("api:companies"): CompanyFilter,
        reverse("api:events"): EventFilter,
        reverse("api:figures"): FigureFilter,
    }
    return filters.get(request.path, VacancyFilter).model_fields[name].description


@api.exception_handler(Refused)
def _refused(request, error):
    return problem(422, error.refusals)


@api.exception_handler(Http404)
def _unknown(request, error):
    return problem(404)


def urls():
    """The addresses of the interface for the root, each opened to machines."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        pattern.callback = open_to_machines(pattern.callback)
    return patterns, app_name, namespace


@public_page
def docs(request):
    schema = api.get_openapi_schema()
    context = {
        "addresses": [_explained(path, operation["get"], schema) for path, operation in schema["paths"].items()],
        "schema_address": reverse("api:openapi-json"),
    }
    return render(request, "pages/api_docs.html", context)


def _explained(path, operation, schema):
    shape = operation["responses"][200]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    fields = schema["components"]["schemas"][shape]["properties"]
    if "items" in fields:
        shape = fields["items"]["items"]["$ref"].rsplit("/", 1)[1]
        fields = schema["components"]["schemas"][shape]["properties"]
    title = operation["summary"]
    return {
        "path": path,
        "example": "" if "{" in path else path,
        "title": gettext(title),
        "parameters": [_parameter(one, schema) for one in operation["parameters"] if "description" in one],
        "fields": ", ".join(fields),
    }


def _parameter(parameter, schema):
    text = parameter["description"]
    return {"name": parameter["name"], "text": gettext(text), "values": ", ".join(_values(parameter, schema))}


def _values(parameter, schema):
    """The codes that a parameter takes, where it takes one of a list."""
    kind = parameter["schema"]
    kind = next((one for one in kind.get("anyOf", []) if one.get("type") != "null"), kind.get("items", kind))
    kind = kind.get("allOf", [kind])[0]
    if "$ref" in kind:
        kind = schema["components"]["schemas"][kind["$ref"].rsplit("/", 1)[1]]
    return kind.get("enum", [])
