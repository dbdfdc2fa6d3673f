"""Invented content of the component page: every component in every state."""

from django.utils.translation import gettext_lazy as _

BADGES = [
    ("turn", _("Your turn"), ""),
    ("info", _("With the officer"), ""),
    ("ok", _("Done"), ""),
    ("bad", _("Refused"), ""),
    ("off", _("Not started"), ""),
    ("off", _("Not open yet"), "lock"),
    ("turn", _("Waiting for signal"), "cloud"),
]
NOTES = [
    ("info", "", _("The office is closed on 25 and 26 December 2026.")),
    ("ok", _("Letter sent"), _("It is the officer's turn.")),
    ("turn", _("Do not pay yet"), _("No cost is recorded. Ask for a written cost table before you pay anything.")),
    ("bad", _("This vacancy is frozen"), _("The company's licence is not valid. Your application is not lost.")),
]
VERDICTS = [
    ("ok", _("Checked by an officer and still open."), _("Compare the content.")),
    ("info", _("Published, not yet checked here."), _("Do not pay yet. Ask for a written cost table.")),
    ("turn", _("Not in our data yet."), _("That does not mean it is false. Do not pay yet. Ask BP3MI.")),
    ("bad", _("Stop. It breaks a rule."), _("The rule and its source are named.")),
    ("off", _("Over or withdrawn."), _("Since when, and where to go from here.")),
]
SOURCE = _("Source and date of every claim stand here.")

# fmt: off
STATIONS = [
    (_("Register and be checked"), "done", _("ID card, family card, school certificate."), ""),
    (_("Apply and be selected"), "now", _("You are here"), ""),
    (_("Placement agreement and cost table"), "wait", _("With the officer"), ""),
    (_("Healthy, skilled, passport"), "", "", ""),
    (_("Social security and visa"), "", "", ""),
    (_("Orientation, contract, departure"), "", "", ""),
    (_("At work"), "on", "", "build"),
    (_("Home again"), "on", "", "home"),
]
# fmt: on
PATH = [dict(zip(("title", "state", "text", "symbol"), station, strict=True)) for station in STATIONS]
EXPLAINED = [{**station, "state": station["state"] if station["symbol"] else "all"} for station in PATH]
POSITION = _("Station 2 of 6, step 1 of 3")

CHECK_TITLES = [
    _("Company licence (SIP3MI)"),
    _("Recruitment permit (SIP2MI)"),
    _("Endorsement by the Indonesian mission"),
    _("Law of the country"),
]
ALL_CHECKS = [{"title": title, "state": "done", "text": _("Checked 18 Nov 2026.")} for title in CHECK_TITLES]
TWO_CHECKS = ALL_CHECKS[:2] + [
    {"title": title, "state": "", "text": _("Not checked yet.")} for title in CHECK_TITLES[2:]
]

FIGURES = [
    {"term": _("Basic pay a month"), "value": "±\u00a0Rp15.460.000", "note": "NT$29.500"},
    {"term": _("Your cost"), "value": "Rp1.302.000"},
    {"term": _("Closes"), "value": "15 Des 2026"},
    {"term": _("Contract"), "value": _("3 years")},
]
COSTS = [
    {"term": _("Stated"), "value": "Rp1.302.000", "note": _("cost table, checked 18 Nov 2026")},
    {"term": _("Stated as zero"), "value": _("Rp0, free"), "note": _("cost table, checked 18 Nov 2026"), "css": "free"},
    {"term": _("By rule"), "value": _("By rule: Rp0"), "note": _("Not checked by an officer yet."), "css": "rule"},
    {"term": _("Disputed"), "value": _("Still disputed"), "note": _("Both positions stand on the country's page.")},
    {
        "term": _("Unknown"),
        "value": _("Cost not recorded"),
        "note": _("Ask for a written cost table before you pay anything."),
    },
    {
        "term": _("In conflict"),
        "value": _("Rp1.150.000, by rule: Rp0"),
        "note": _("Do not pay. An officer is checking."),
        "css": "soon",
    },
]
MISSING = _("pay, cost, closing date")

COLUMNS = [
    {"label": _("Occupation"), "number": False},
    {"label": _("Vacancies"), "number": True},
    {"label": _("Range"), "number": True},
]
ROWS = [
    list(zip(COLUMNS, values, strict=True))
    for values in [
        (_("Factory"), "14", "15,4 – 17,0"),
        (_("Care home"), "6", "15,5 – 16,2"),
        (_("Fishing boat"), "4", "15,5"),
    ]
]
QUEUE = [
    ("Contoh Satu", ["accepted", "accepted", "new", "new", "missing"], _("6 days"), True),
    ("Contoh Dua", ["accepted", "accepted", "accepted", "returned", "accepted"], _("2 days"), False),
]
PAPER_STATES = [
    (["accepted"], _("accepted")),
    (["new"], _("new")),
    (["returned"], _("returned")),
    (["missing"], _("not there yet")),
]
