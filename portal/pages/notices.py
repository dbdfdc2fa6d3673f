"""The privacy notice and the texts of consents: what is in force, and each earlier version at its own address."""

from django.http import Http404
from django.shortcuts import render

from portal.accounts.consent.reading import sections
from portal.accounts.models import PolicyText
from portal.lib.dates import WIB, today_in
from portal.lib.public import public_page


@public_page
def privacy(request):
    """The privacy notice in force. What it says must stay true to docs/privacy.md."""
    return _show(request, "pages/privacy.html", PolicyText.objects.notices())


@public_page
def privacy_version(request, number):
    return _show(request, "pages/privacy.html", PolicyText.objects.notices(), number)


@public_page
def consent_text(request, slug, number):
    texts = PolicyText.objects.filter(purpose__slug=slug).select_related("purpose")
    return _show(request, "pages/consent_text.html", texts, number)


def _show(request, template, texts, number=None):
    """Version ``number`` of ``texts``, None: the one in force. What isn't in force yet is read by nobody."""
    published = list(texts.published(today_in(WIB)).order_by("-number"))
    text = next((text for text in published if number in {None, text.number}), None)
    if text is None:
        raise Http404
    context = {
        "text": text,
        "sections": sections(text.body_label),
        "in_force": published[0],
        "others": [other for other in published if other != text],
    }
    return render(request, template, context)
