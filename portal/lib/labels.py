"""Words around the fields of forms."""

from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


def _marked(label):
    return format_html('{} <span class="opt">({})</span>', label, _("may be left empty"))


# optional(label): the label of a field that may be left empty, in the reader's language.
# We mark these and not the compulsory ones.
optional = lazy(_marked, SafeString)
