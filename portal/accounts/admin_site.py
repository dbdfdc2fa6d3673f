"""Django's admin behind our own door: no log-in page of its own, and never without the second factor."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import URLField
from django.db.models.base import ModelBase
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from portal.accounts.second_factor import has_second_factor
from portal.audit.in_admin import Audited

# An address typed without a scheme means https, as Django itself will have it from 6.0 on.
FORMFIELD_FOR_DBFIELD_DEFAULTS[URLField]["assume_scheme"] = "https"
# Permissions come from memberships; allauth's own pages would show the secrets of the second factor.
NOT_HERE = {
    "auth.Group",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "mfa.Authenticator",
    # The provider stands in the settings; who is linked is the person's own page.
    "socialaccount.SocialApp",
    "socialaccount.SocialAccount",
    "socialaccount.SocialToken",
}


class PortalAdminSite(AdminSite):
    site_header = site_title = "Jalur Resmi"

    def has_permission(self, request):
        return super().has_permission(request) and has_second_factor(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, ""), reverse("account_login"))

    def password_change(self, request, extra_context=None):
        # Django's own page would leave no entry in the audit and send the owner no mail.
        return redirect("account_change_password")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        admin_class = type((admin_class or ModelAdmin).__name__, (Audited, admin_class or ModelAdmin), {})
        super().register([model for model in models if model._meta.label not in NOT_HERE], admin_class, **options)
