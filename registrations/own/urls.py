"""The person's own pages, below /saya/."""

from django.urls import path

from registrations.own import views

app_name = "own"

urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/perbaiki/", views.wrong, name="wrong"),
    path("siapa-melihat/", views.seen_by, name="looks"),
    path("pin-status/", views.pin, name="pin"),
]
