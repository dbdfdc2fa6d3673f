"""What one agreed to, below /saya/persetujuan/."""

from django.urls import path

from portal.accounts.consent import views

app_name = "consent"

urlpatterns = [
    path("", views.own, name="own"),
    path("pemberitahuan/", views.read_notice, name="read_notice"),
    path("<slug:slug>/", views.decide, name="decide"),
    path("<slug:slug>/berhenti/", views.stop, name="stop"),
]
