"""For gateways and providers, in no one language."""

from django.urls import path

from portal.messaging import views
from portal.messaging.models import Channel

app_name = "messaging"

urlpatterns = [
    path(f"{channel}/tanda-terima", views.receipt, {"channel": channel}, name=f"{channel}_receipt")
    for channel in (Channel.SMS, Channel.WHATSAPP)
]
urlpatterns += [path("email/laporan", views.mail_report, name="mail_report")]
