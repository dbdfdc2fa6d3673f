from django.urls import path

from portal.mailroom.compose import views

app_name = "compose"

urlpatterns = [
    path("", views.announcements, name="announcements"),
    path("baru/", views.new, name="new"),
    path("<uuid:key>/", views.announcement, name="announcement"),
    path("<uuid:key>/ubah/", views.edit, name="edit"),
    path("<uuid:key>/coba/", views.trial, name="trial"),
    path("<uuid:key>/kirim/", views.schedule, name="schedule"),
    path("<uuid:key>/<slug:event>/", views.move, name="move"),
]
