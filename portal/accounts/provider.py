"""Where allauth looks for the providers of an app."""

from portal.accounts.national.provider import NationalProvider

provider_classes = [NationalProvider]
