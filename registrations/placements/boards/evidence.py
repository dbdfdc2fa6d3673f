"""The history of one case as evidence: each move, and whether all of it is as it was written."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.audit.proof import proof_of
from portal.lib.dates import long_moment, now_in
from portal.lib.money import number
from registrations.placements.recording.history import KINDS, history

_HANGS_ON = ("reason", "on_behalf", *KINDS)


def evidence_of(case, by):
    """What the page prints, the first move first."""
    proof = proof_of(rows_of(case))
    return {
        "lines": list(reversed(history(case, by))),
        "statement": _statement(proof, case.office.zone),
        "faults": proof.faults,
        "is_whole": not proof.faults,
        "printed": long_moment(now_in(case.office.zone), case.office.zone),
    }


def rows_of(case):
    """Every row of which the audit keeps a digest."""
    for step in case.history.select_related(*_HANGS_ON).prefetch_related("agreement__costs"):
        yield step
        hanging = [getattr(step, name) for name in _HANGS_ON if hasattr(step, name)]
        yield from hanging
        if hasattr(step, "agreement"):
            yield from step.agreement.costs.all()


def _statement(proof, zone):
    sentences = []
    if proof.faults:
        sentences.append(
            _("This history is not as it was written. Keep this sheet and tell the head of the portal at once.")
        )
    if proof.sealed:
        words = ngettext(
            "%(count)s record of this case was compared with the sealed audit and is as it was written.",
            "%(count)s records of this case were compared with the sealed audit and are as they were written.",
            proof.sealed,
        )
        sentences.append(words % {"count": number(proof.sealed)})
        facts = {"seal": number(proof.last.number), "moment": long_moment(proof.last.at, zone)}
        sentences.append(_("The newest seal over it is number %(seal)s of %(moment)s.") % facts)
    if proof.waiting:
        words = ngettext(
            "%(count)s record is too new for a seal; one is made each minute.",
            "%(count)s records are too new for a seal; one is made each minute.",
            proof.waiting,
        )
        sentences.append(words % {"count": number(proof.waiting)})
    if proof.unkept:
        words = ngettext(
            "Of %(count)s record the audit holds no digest: nothing can be said of it.",
            "Of %(count)s records the audit holds no digest: nothing can be said of them.",
            proof.unkept,
        )
        sentences.append(words % {"count": number(proof.unkept)})
    return sentences
