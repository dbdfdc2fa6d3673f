"""Template tags that every template may use without loading them."""

import re

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.html import format_html_join, strip_tags
from django.utils.http import escape_leading_slashes
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from jobs.permissions import CHECKERS, RULE_KEEPERS
from outreach.permissions import PLANNERS
from portal.accounts.roles import COUNTER_ROLES, Role
from portal.lib import drawings, icons
from portal.lib.public import full_address
from registrations.permissions import DESK_ROLES

register = template.Library()

# What portal.lib.labels.optional adds: an answer that is wrong can't be said to need none.
_MAY_BE_EMPTY = re.compile("<span class=.opt.>.*?</span>")
# The line under the header: what a page calls itself in its block nav_current, where it leads, its label.
STATIONS = {
    "public": [
        ("vacancies", "jobs:vacancy_list", _("Vacancies")),
        ("countries", "jobs:destination_list", _("Countries")),
        ("companies", "jobs:company_list", _("Companies")),
        ("events", "outreach:events", _("Events")),
    ],
    # Log-in and one's own pages.
    "person": [
        ("vacancies", "jobs:vacancy_list", _("Vacancies")),
        ("events", "outreach:events", _("Events")),
        ("offices", "places:office_finder", _("Offices")),
        ("path", "pages:person_home", _("My path")),
    ],
    "staff": [
        ("work", "pages:staff_home", _("My work")),
        ("files", "desk:files", _("Registrations")),
        ("placements", "recording:board", _("Placements")),
        ("placements", "abroad:cases", _("Abroad")),
        ("placements", "control:findings", _("Control of cards")),
        ("events", "event_plan:events", _("Events")),
        ("vacancies", "check_room:queue", _("Vacancies")),
        ("companies", "company_room:companies", _("Companies")),
        ("counter", "counter:look_up", _("Counter")),
        ("rules", "rules_room:rules", _("Rules")),
        ("components", "pages:components", _("Components")),
    ],
}

# Stations that are there for some staff roles only; to others their pages don't exist.
OF_ROLES = {
    "desk:files": DESK_ROLES,
    "recording:board": DESK_ROLES,
    "abroad:cases": {Role.MISSION_OFFICER},  # an office comes by its board
    "control:findings": {Role.MINISTRY_ADMIN},  # heads come by their board
    "event_plan:events": PLANNERS,
    "check_room:queue": CHECKERS,
    "company_room:companies": CHECKERS,
    "rules_room:rules": RULE_KEEPERS,
    "counter:look_up": COUNTER_ROLES,
    "pages:components": {Role.MINISTRY_ADMIN},
}


@register.simple_tag(name="icon")
def icon_tag(name, css="ic"):
    return icons.icon(name, css)


register.simple_tag(drawings.mini_path)
register.simple_tag(drawings.paper_dots)


class PageIconsNode(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        page = self.nodelist.render(context)
        return icons.sprite_for(page) + page


@register.tag
def page_icons(parser, token):
    """Print what stands inside, and before it the symbols it turned out to use."""
    nodelist = parser.parse(["endpage_icons"])
    parser.delete_first_token()
    return PageIconsNode(nodelist)


def _path_in(language, path):
    """The address of the same page in ``language``; path and result as the browser sends them, without query."""
    bare = path.removeprefix("/en") if path == "/en" or path.startswith("/en/") else path
    bare = bare or "/"
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


@register.simple_tag(takes_context=True)
def other_language(context):
    """Code, own name and address of this page in the other language, the query kept; None without a request."""
    request = context.get("request")
    if request is None:
        return None
    code = next(code for code, _name in settings.LANGUAGES if code != get_language())
    address = escape_leading_slashes(escape_uri_path(_path_in(code, request.path_info)))
    if query := request.META.get("QUERY_STRING"):
        address += "?" + iri_to_uri(query)
    return {"code": code, "name": get_language_info(code)["name_local"], "address": address}


@register.simple_tag(takes_context=True)
def address_in(context, language):
    """The full address of this page in ``language`` without its query, for the search engines' links."""
    request = context["request"]
    return full_address(request, _path_in(language, request.path_info))


def _may_see(context, route):
    """Asks who acts only for a route of some roles: a public page reads no session."""
    roles = OF_ROLES.get(route)
    return roles is None or getattr(getattr(context.get("request"), "acting", None), "role", "") in roles


class StationsNode(template.Node):
    def __init__(self, line, nodelist):
        self.line, self.nodelist = line, nodelist

    def render(self, context):
        current = self.nodelist.render(context).strip()
        return format_html_join(
            "",
            '<li><a href="{}"{}>{}</a></li>',
            (
                (reverse(route), mark_safe(' aria-current="page"') if name == current else "", label)
                for name, route, label in STATIONS[self.line]
                if _may_see(context, route)
            ),
        )


@register.tag
def stations(parser, token):
    """``{% stations "public" %}name of the present station{% endstations %}``: the navigation's items."""
    _tag, line = token.split_contents()
    nodelist = parser.parse(["endstations"])
    parser.delete_first_token()
    return StationsNode(line.strip("\"'"), nodelist)


@register.simple_tag
def error_list(form):
    """The form's errors in the order of its fields, each with its field's label in front.

    ``target`` is the id to jump to, "" for the whole form.
    """
    problems = [{"target": "", "sentence": sentence} for sentence in form.non_field_errors()]
    for field in form:
        # A group of radios has no element with the field's own id; its first answer has _0.
        target = field.id_for_label or f"{field.auto_id}_0"
        label = strip_tags(_MAY_BE_EMPTY.sub("", str(field.label))).strip().rstrip(".")
        before = label if label.endswith("?") else f"{label}:"
        problems += [{"target": target, "sentence": f"{before} {sentence}"} for sentence in field.errors]
    return problems
