"""The settings, by subject, read from the environment.

``PORTAL_MODE`` unset means production: addresses and keys must be given, nothing unsafe is allowed.
"""

from portal.settings.accounts import *
from portal.settings.core import *
from portal.settings.environment import *
from portal.settings.keys import *
from portal.settings.messaging import *
from portal.settings.national import *
from portal.settings.outreach import *
from portal.settings.registrations import *
from portal.settings.security import *
from portal.settings.site import *
from portal.settings.stores import *
from portal.settings.tasks import *
from portal.settings.watching import *
