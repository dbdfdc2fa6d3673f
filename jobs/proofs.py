"""What stands in the place of a proof under the schemes that know no such paper (UU 18/2017 art. 49, 59, 61, 63).

Each of the four checks is made under every scheme, and each names what was looked at. Under some schemes a paper does
not exist: who places by agreement of two governments has no SIP3MI, and only a placement company needs an SIP2MI.
Then the officer says so with the law, instead of inventing a number. Read in summaries of the law; nobody has compared
it with the text. For seafarers other rules hold (PP 22/2022), so nothing is proposed.
"""

from django.utils.translation import gettext as _

from jobs.choices import CheckKind, Scheme

# As the public reads it, in the language of the law, like every reference.
_GOVERNMENT = "Ditempatkan pemerintah, tanpa perusahaan penempatan (UU 18/2017 pasal 49)"
_OWN_COMPANY = "Penempatan untuk perusahaan sendiri, bukan P3MI (UU 18/2017 pasal 61)"
_ALONE = "Pekerja migran perseorangan, tanpa perusahaan penempatan (UU 18/2017 pasal 63)"
_INSTEAD = {
    (Scheme.G_TO_G, CheckKind.LICENCE): _GOVERNMENT,
    (Scheme.G_TO_G, CheckKind.PERMIT): _GOVERNMENT,
    (Scheme.G_TO_P, CheckKind.LICENCE): _GOVERNMENT,
    (Scheme.G_TO_P, CheckKind.PERMIT): _GOVERNMENT,
    (Scheme.UKPS, CheckKind.LICENCE): _OWN_COMPANY,
    (Scheme.PERSEORANGAN, CheckKind.LICENCE): _ALONE,
    (Scheme.PERSEORANGAN, CheckKind.PERMIT): _ALONE,
    (Scheme.SSW_MANDIRI, CheckKind.LICENCE): _ALONE,
    (Scheme.SSW_MANDIRI, CheckKind.PERMIT): _ALONE,
}


def instead(scheme, kind):
    """What may be written down where the scheme knows no such paper, "" where the paper itself is needed."""
    return _INSTEAD.get((scheme, kind), "")


def hint(scheme, kind):
    """A sentence for the officer about this proof under this scheme, "" when it is as everywhere."""
    if instead(scheme, kind):
        return _("This scheme knows no such paper. What the law says is filled in below; nobody has compared it yet.")
    if (scheme, kind) == (Scheme.UKPS, CheckKind.PERMIT):
        return _("No SIP2MI under this scheme, but the company's own permission: name it.")
    return ""
