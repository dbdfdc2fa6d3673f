from django import forms


class PageForm(forms.Form):
    """Where a page of messages begins. Nonsense counts as the first page."""

    sesudah = forms.UUIDField(required=False)

    def after(self):
        """The key of the message that the page before ended with, or None."""
        return self.cleaned_data["sesudah"] if self.is_valid() else None
