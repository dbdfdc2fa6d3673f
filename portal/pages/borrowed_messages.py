"""Sentences of Django, allauth and the phone field that our forms show, said in our own Indonesian.

The libraries' Indonesian is complete but speaks as an office does ("bidang", "valid", "pengguna"). A sentence
listed here is in our catalogue, and ours wins. A test asks that each still exists in its library.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

BORROWED = (
    # Django's fields and validators
    _("This field is required."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Enter a valid value."),
    _("Enter a valid email address."),
    _("Enter a valid URL."),
    _("Null characters are not allowed."),
    _("No file was submitted."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    _("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
    _("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    # Passwords
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be too similar to your other personal information."),
    _("This password is too common."),
    _("Your password can’t be a commonly used password."),
    _("This password is entirely numeric."),
    _("Your password can’t be entirely numeric."),
    # allauth
    _("This account is currently inactive."),
    _("This email address is already associated with this account."),
    _("You cannot remove your primary email address."),
    _("The email address and/or password you specified are not correct."),
    _("The phone number and/or password you specified are not correct."),
    _("A user is already registered with this email address."),
    _("A user is already registered with this phone number."),
    _("The email address is not assigned to any user account."),
    _("The phone number is not assigned to any user account."),
    _("Please type your current password."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid or expired key."),
    _("Invalid login."),
    _("The password reset token was invalid."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("Your primary email address must be verified."),
    _("The new value must be different from the current one."),
    _("You must type the same password each time."),
    _("You must type the same email each time."),
    _("Email"),
    _("Email address"),
    _("Email or phone"),
    _("Email (again)"),
    _("Remember Me"),
    _("Login"),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("Authenticator code"),
    # phonenumber_field
    _("Enter a valid phone number (e.g. {example_number})."),
    _("Enter a valid phone number (e.g. {example_number}) or a number with an international call prefix."),
    _("Enter a valid phone number."),
    _("The phone number entered is not valid."),
    _("Enter a phone number including country code (e.g. +1 for the US)."),
)
