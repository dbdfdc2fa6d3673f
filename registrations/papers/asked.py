"""What is written down of each paper, beside its photo."""

from jobs.choices import Paper

_ALL = {"issued_on": True, "number": False, "issuer": False}
_ENDING = _ALL | {"expires_on": False}
# Facts in the order in which they are asked; True: needed. What isn't named here is a photo alone.
FACTS_OF = {
    Paper.MARITAL: _ALL,
    Paper.CONSENT: {"issued_on": True, "number": False},
    Paper.DIPLOMA: {"issuer": True, "number": False},
    Paper.COMPETENCE: _ENDING,
    Paper.LANGUAGE: _ENDING,
    Paper.HEALTH: _ENDING,
    Paper.SKCK: _ENDING,
    Paper.AK1: _ENDING,
    Paper.PASSPORT: {"number": True, "issuer": False, "issued_on": True, "expires_on": True},
    Paper.PLACEMENT_AGREEMENT: {"issued_on": True, "number": False},
    Paper.WORK_CONTRACT: {"issued_on": True, "number": False, "expires_on": False},
    Paper.VISA: {"number": True, "issued_on": True, "expires_on": True},
    Paper.BPJS_TK: {"number": True, "issued_on": False, "expires_on": False},
    Paper.JKN: {"number": True},
    Paper.CALL_LETTER: {"issued_on": True, "number": False, "issuer": False},
    Paper.OWN_RISK: {"issued_on": True},
    Paper.LEAVE_LETTER: {"issued_on": True, "issuer": True},
    Paper.OPP_CERT: {"issued_on": True, "number": False},
}
