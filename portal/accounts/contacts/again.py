"""Asking again by a code, of somebody whose account has neither password nor PIN nor second factor."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from django.contrib import messages
from django.http import HttpResponseRedirect

from portal.accounts import records
from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.contacts import flow, services
from portal.accounts.decorators import person_page
from portal.accounts.fields import SentCodeForm


class ProveByCodeView(BaseReauthenticateView):
    """Open only to whom the adapter offers it: allauth's own class asks for that."""

    form_class = SentCodeForm
    template_name = "account/contacts/prove.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by_mail": self._by_mail()}

    def _by_mail(self):
        return "@" in services.contact_of(self.request.user)

    def get_context_data(self, **kwargs):
        is_sent = flow.begun(self.request, services.PROOF) is not None
        return super().get_context_data(**kwargs) | {"is_sent": is_sent, "by_mail": self._by_mail()}

    def post(self, request, *args, **kwargs):
        if request.POST.get("action") == "send":
            contact = services.contact_of(request.user)
            if flow.may_send(request, contact):
                services.send_proof_code(request, flow.begin(request, services.PROOF, contact))
            else:
                messages.error(request, TOO_MANY_TRIES)
            return HttpResponseRedirect(self.passthrough_next_url(request.path))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        kept = flow.begun(self.request, services.PROOF)
        # The contact may have been changed on another device meanwhile.
        fits = kept and kept.target == services.contact_of(self.request.user)
        if not fits or not flow.is_proved(self.request, services.PROOF, kept, form.cleaned_data["code"]):
            records.proof_rejected(self.request, "code")
            form.refuse()
            return self.form_invalid(form)
        method = "code" if self._by_mail() else "sms"
        record_authentication(self.request, self.request.user, method=method, reauthenticated=True)
        return super().form_valid(form)


prove_by_code = person_page(ProveByCodeView.as_view())
