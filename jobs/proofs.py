"""What stands in the place of a proof under a vacancy's scheme, for the officer who checks it: from the table of rules.

Each of the four proofs is given under every scheme, and each names what was looked at. Where a scheme knows no such
paper the officer says so with the law, instead of inventing a number. For seafarers other rules hold (PP 22/2022), so
none are packaged.
"""

from django.utils.translation import gettext as _

from jobs.choices import Instead
from jobs.models import ProofRule
from portal.lib.language import as_sentence


def rules_of(scheme, day):
    """The ProofRules of ``day`` by kind of proof, also those that nobody has compared with the law."""
    return {rule.proof: rule for rule in ProofRule.objects.in_force(day).filter(scheme=scheme)}


def hint(rule):
    """What the officer has to know about this proof under this scheme."""
    if rule.instead == Instead.NO_PAPER:
        sentences = [_("This scheme knows no such paper. What the law says is filled in below.")]
    else:
        sentences = [as_sentence(rule.words), _("Name that paper.")]
    if not rule.is_checked:
        sentences.append(_("Nobody has compared this with the law yet."))
    return " ".join(sentences)
