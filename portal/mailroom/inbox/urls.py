"""Messages, below /saya/pesan/."""

from django.urls import path

from portal.mailroom.inbox import views

app_name = "inbox"

urlpatterns = [path("", views.own, name="own"), path("<uuid:key>/", views.own_message, name="message")]
