from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MessagingConfig(AppConfig):
    name = "portal.messaging"
    label = "messaging"

    def ready(self):
        # Each app says in its notifications.py what it owes, when and to whom.
        autodiscover_modules("notifications")
