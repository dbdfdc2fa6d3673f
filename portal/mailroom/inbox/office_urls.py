"""Messages to the office, below /petugas/pesan/."""

from django.urls import path

from portal.mailroom.inbox import views

app_name = "office_inbox"

urlpatterns = [path("", views.of_office, name="all"), path("<uuid:key>/", views.office_message, name="message")]
