"""Accounts, log-in, limits of tries, second factors."""

from portal.settings.core import ALLOWED_HOSTS
from portal.settings.environment import LAPTOP, env
from portal.settings.site import PUBLIC_DOMAIN

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:person_home"
# Addresses with a guard of their own, outside the log-in.
OWN_GUARD_PREFIXES = ("/api/", "/sehat/", "/metrics")
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser: phones are shared here
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
CODE_SECONDS = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_SECONDS
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
# Tries are counted per account and contact first. The ceilings per address stop a flood only: behind one
# address may sit a hall with hundreds of people, or all customers of a mobile carrier.
PER_ADDRESS = f"{env.int('TRIES_PER_ADDRESS_AND_MINUTE', 600)}/m/ip"
PER_CONTACT = "3/m/key,10/h/key,20/d/key"
ACCOUNT_RATE_LIMITS = {
    "login": PER_ADDRESS,
    "login_failed": f"{PER_ADDRESS},5/5m/key,20/h/key,60/d/key",
    "signup": PER_ADDRESS,
    "request_login_code": f"{PER_ADDRESS},{PER_CONTACT}",
    "reset_password": f"{PER_ADDRESS},{PER_CONTACT}",
    "reset_password_from_key": PER_ADDRESS,
    "emailed_code": "3/h/key",  # tries for one code, counted by our forms
    # Wrong codes of one account in a day, over all the ways together: 24 mailed and 14 by SMS, each once for strangers
    # and once for the devices it knows, and 16 asked again in its own pages: 92 of a million, less than 1 in 10,000.
    "emailed_code_of_contact": "12/h/key,24/d/key",
    # A household logs in with one number, so a little more than for one person's address.
    "phone_login": f"6/m/key,20/h/key,40/d/key,{PER_ADDRESS}",
    "phone_code_only": f"{PER_CONTACT},{PER_ADDRESS}",  # a stranger can make the phone ring
    "phone_sign_up": f"{PER_CONTACT},{PER_ADDRESS}",
    "sms_code": "5/h/key",
    "sms_code_of_account": "10/h/key,14/d/key",
    # Wrong codes that would prove a number or address for somebody new, whoever tries. They open no account.
    "code_of_new_contact": "20/h/key,40/d/key",
    "app_code": "10/h/key,15/d/key",  # wrong codes of the app, apart for known devices; three count at a time
    # At the counter: an officer's questions for accounts, and codes on paper that somebody types.
    "counter_look_up": "200/d/key",
    "claim_code": f"10/h/key,{PER_ADDRESS}",
    # Wrong codes of letters, typed by whoever did not sign. Without an account a new visit begins anew, so the day of an
    # address is counted as well: a village hall's, not a machine's.
    "letter_code": f"10/h/key,20/d/key,{env.int('LETTER_CODES_PER_ADDRESS_AND_DAY', 200)}/d/ip,{PER_ADDRESS}",
    "confirm_email": f"1/10s/key,{PER_CONTACT}",
    "national_login": PER_ADDRESS,  # each asks the provider once
    "reauthenticate": "30/m/user",  # counts each page shown
    "own_secret": "5/5m/key,15/h/key,30/d/key",  # tries of an account's PIN or password, asked again
    "own_code": "10/h/key,16/d/key",  # wrong codes in an account's own pages
    "own_contact": PER_CONTACT,  # codes that an account asks for
    "new_contact": f"{PER_CONTACT},{PER_ADDRESS}",  # codes to one number or address, whoever asks: it may be a stranger's
    "want_messages_again": "5/h/key,10/d/key",  # of one contact, by whoever has the address of a message to it
    "nik_tried": "5/h/key,10/d/key",  # NIKs that somebody hands in or puts right: one that is held already is refused
    "status_pin": f"10/h/key,20/d/key,{PER_ADDRESS}",  # wrong PINs of the paper of one registration
    "experience_code": PER_ADDRESS,  # of certificates: twelve random characters, so a flood is all there is to stop
    # Applications, offers and sign-ups of one account: each writes rows and owes a message that costs money.
    "own_application": "20/h/key,40/d/key",
    "own_pin": "5/h/key,10/d/key",  # PINs tried out for their novelty
    # Sign-ups for one event by one address, and by those who leave none: behind one network sits a school, or a carrier.
    "event_sign_up": f"6/h/key,12/d/key,{PER_ADDRESS}",
    "event_sign_up_without_address": f"{env.int('SIGN_UPS_PER_ADDRESS_AND_HOUR', 1000)}/h/ip,{PER_ADDRESS}",
    "lost_event_ticket": f"{PER_CONTACT},{PER_ADDRESS}",  # a stranger can ask for somebody else's
}
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LoginForm",
    "signup": "portal.accounts.forms.SignupForm",
    "request_login_code": "portal.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "portal.accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "portal.accounts.forms.ConfirmEmailCodeForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "confirm_password_reset_code": "portal.accounts.forms.ConfirmPasswordResetCodeForm",
    "reset_password_from_key": "portal.accounts.forms.ResetPasswordKeyForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True  # added after sign-up; signing up by passkey stays off
# A finger, a face or the PIN of the device each time: so a passkey is two factors in one.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": PER_ADDRESS}  # there is no secret to be guessed
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "add_webauthn": "portal.accounts.second_step.forms.AddPasskeyForm",
    "edit_webauthn": "portal.accounts.second_step.forms.RenamePasskeyForm",
    "login_webauthn": "portal.accounts.second_step.forms.PasskeyLogInForm",
    "authenticate_webauthn": "portal.accounts.second_step.forms.PasskeyForm",
    "authenticate": "portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "portal.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "portal.accounts.forms.ActivateTOTPForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: cheap phones have slow clocks
# How old the second factor may be before a weighty act (portal/accounts/decorators.py). Five minutes: long enough for
# one errand after log-in, shorter than a visit to the kitchen. Half an hour more for a form that is being filled in.
WEIGHTY_SECONDS = 300
WEIGHTY_FORM_SECONDS = 1800

# The domain passkeys are made for; another one makes all of them useless. Browsers take localhost, but no bare number.
PASSKEY_DOMAIN = "localhost" if LAPTOP else (PUBLIC_DOMAIN or ALLOWED_HOSTS[0].lstrip("."))
