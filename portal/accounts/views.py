from allauth.account import views as account
from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.decorators import person_page
from portal.accounts.forms import ChooseOfficeForm
from portal.accounts.middleware import CHOSEN_MEMBERSHIP
from portal.audit.services import record


@login_not_required
def confirm_email(request):
    # Somebody already in has no address to confirm here; allauth would send them to a page we don't have.
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return account.email_verification_sent(request)


class ActivateSecondFactorView(ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        # The right code was typed just now: this log-in has passed its second factor.
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        record_authentication(self.request, self.request.user, "mfa", id=app.pk, type=app.type)
        return response


activate_totp = ActivateSecondFactorView.as_view()


@require_POST
@person_page
def choose_office(request):
    form = ChooseOfficeForm(request.POST, memberships=request.memberships)
    if form.is_valid():
        membership = form.cleaned_data["membership"]
        request.session[CHOSEN_MEMBERSHIP] = membership.pk
        record(request.acting, "accounts.office_chosen", membership)
        messages.success(request, _("You now act as: %(membership)s.") % {"membership": membership})
    else:
        messages.error(request, _("Please choose one of your offices."))
    return redirect("pages:staff_home")
