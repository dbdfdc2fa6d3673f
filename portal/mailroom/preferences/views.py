"""What a person wants to hear, by which way, in which language and by which clock."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.decorators import person_page
from portal.mailroom.preferences.forms import PreferencesForm
from portal.mailroom.preferences.services import refused_by, save
from portal.messaging.kinds import topics
from portal.messaging.services import contact_of


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def own(request):
    contact = contact_of(request.user)
    about_me = [topic for topic in topics() if _concerns(request, topic)]
    free = [topic for topic in about_me if not topic.is_owed]
    form = PreferencesForm(request.POST or None, contact=contact, topics=free, refused=refused_by(contact))
    if request.method == "POST" and form.is_valid():
        save(request, contact, form)
        messages.success(request, _("Saved."))
        return redirect("preferences:own")
    owed = [topic.label for topic in about_me if topic.is_owed]
    return render(request, "mailroom/preferences.html", {"form": form, "owed": owed})


def _concerns(request, topic):
    """Whether anything on ``topic`` is ever written to this person."""
    return not topic.is_for_offices and (not topic.is_for_staff or bool(request.memberships))
