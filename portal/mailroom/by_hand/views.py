"""Staff pages for what the portal can't send by itself: a list to call, a file for SMS, texts to paste.

Whoever opens one of them reads names and numbers, so each look is an entry for each person on it.
"""

import csv
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.audit.services import record, record_each
from portal.lib.dates import WIB, short_date, today_in
from portal.lib.tabular import as_plain_text
from portal.mailroom.by_hand import services
from portal.mailroom.by_hand.forms import ACTS, NOT_REACHED, WRONG_NUMBER, ToldForm
from portal.mailroom.by_hand.reading import in_words, waiting
from portal.mailroom.compose.forms import ListForm
from portal.mailroom.permissions import READERS

ROWS = 25
ROWS_AT_ONCE = 200  # on paper and in a file
IN_VAIN = {NOT_REACHED: services.note_not_reached, WRONG_NUMBER: services.note_wrong_number}


@staff_page(*READERS)
@require_safe
def to_tell(request):
    after = ListForm(request.GET).after or 0
    found = list(waiting(request.acting).filter(pk__gt=after)[: ROWS + 1])
    shown, broken = in_words(found[:ROWS])
    record_each(request.acting, "messages.by_hand_seen", [message for message, _row in shown], fields=("name", "phone"))
    context = {
        "rows": [_with_calls(row) for _message, row in shown],
        "acts": ACTS,
        "broken": _said_of_broken(broken),
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={found[ROWS - 1].pk}" if len(found) > ROWS else "",
        "first_address": "?" if after else "",
    }
    return render(request, "mailroom/by_hand/list.html", context)


def _said_of_broken(count):
    if not count:
        return ""
    said = ngettext(
        "%(count)d message cannot be shown now. The fault is ours, and it stays on the list.",
        "%(count)d messages cannot be shown now. The fault is ours, and they stay on the list.",
        count,
    )
    return said % {"count": count}


def _with_calls(row):
    said = ngettext("%(count)d call in vain", "%(count)d calls in vain", row["calls"]) % {"count": row["calls"]}
    return row | {"calls": said if row["calls"] else ""}


@staff_page(*READERS)
@require_safe
def sheet(request):
    """The call list on paper."""
    rows = _rows_to_take_away(request, "messages.call_list_printed", ("name", "phone"))
    context = {"rows": rows, "office": request.acting.membership.office, "printed_on": short_date(today_in(WIB))}
    return render(request, "mailroom/by_hand/sheet.html", context)


@staff_page(*READERS)
@require_safe
def sms_file(request):
    """Numbers and texts for the office's own way of sending SMS. No names: the texts have none either."""
    rows = _rows_to_take_away(request, "messages.sms_file_taken", ("phone",))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="sms.csv"'
    answer.write("\ufeff")  # spreadsheets take it for the alphabet it is
    table = csv.writer(answer)
    table.writerow([_("Number"), _("Text")])
    table.writerows([as_plain_text(cell) for cell in (row["digits"], row["text"])] for row in rows)
    return answer


def _rows_to_take_away(request, action, fields):
    shown, _broken = in_words(list(waiting(request.acting)[:ROWS_AT_ONCE]))
    record(request.acting, action, request.acting.membership.office)
    record_each(request.acting, action, [message for message, _row in shown], fields=fields)
    return [row for _message, row in shown]


@staff_page(*READERS)
@require_POST
def note(request):
    """What came of the ticked ones."""
    form = ToldForm(request.POST)
    if not form.is_valid():
        for problem in form.errors.get("message", [_("This is not possible here.")]):
            messages.error(request, problem)
        return redirect("by_hand:to_tell")
    keys, act = form.cleaned_data["message"], form.cleaned_data["act"]
    try:
        note_it = IN_VAIN.get(act) or partial(services.note_told, way=act)
        count = note_it(request.acting, keys)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, ngettext("Noted for %(count)d person.", "Noted for %(count)d people.", count) % {"count": count}
        )
    return redirect("by_hand:to_tell")
