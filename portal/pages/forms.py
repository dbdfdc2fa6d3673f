from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib.labels import optional


class SampleForm(forms.Form):
    """Every kind of field the design knows; only the component page shows it."""

    name = forms.CharField(label=_("Full name"), help_text=_("As on your ID card. One name is enough."))
    nik = forms.CharField(label="NIK", help_text=_("16 digits"))
    letter_date = forms.DateField(label=_("Date of the letter"), help_text=_("Day/month/year. Example: 05/11/2026"))
    status = forms.ChoiceField(
        label=_("Marital status"),
        widget=forms.RadioSelect,
        choices=[("single", _("Single")), ("married", _("Married")), ("divorced", _("Divorced"))],
    )
    office = forms.ChoiceField(label=_("Office"), choices=[("", _("Choose")), ("kupang", "Kupang"), ("belu", "Belu")])
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("id", "Indonesia"), ("tet", "Tetun")],
    )
    paper = forms.FileField(label=_("Choose a photo or take one"), help_text=_("JPG or PDF, at most 5 MB."))
    remark = forms.CharField(label=optional(_("Remark")), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    consent = forms.BooleanField(label=_("You may write to me about this event"))

    @property
    def helper(self):
        helper = FormHelper()
        helper.attrs = {"novalidate": True}
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            "name",
            Row(
                Column(Field("nik", css_class="w-nik"), css_class="col-md-6"),
                Column(Field("letter_date", css_class="w-tgl"), css_class="col-md-6"),
            )
            if self.wide
            else Layout(Field("nik", css_class="w-nik"), Field("letter_date", css_class="w-tgl")),
            Field("status", wrapper_class="opts"),
            "office",
            "languages",
            "paper",
            "remark",
            "consent",
        )
        return helper

    def __init__(self, *args, wide=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.wide = wide  # two columns, on staff pages only
