"""What is copied into SISKOP2MI, below /petugas/berkas/siskop2mi/."""

from django.urls import path

from registrations.official import views

app_name = "official"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("daftar/", views.official_list, name="list"),
    path("daftar/catat/", views.record_all, name="record_all"),
    path("<str:number>/", views.copy_panel, name="copy_panel"),
]
