"""Letters to be printed and signed: one's own, those of a file at the office, and the door for who did not sign."""

from django.urls import path

from registrations.letters import views

app_name = "letters"

urlpatterns = [
    path("saya/surat/", views.own_letters, name="own"),
    path("saya/surat/baru/<slug:kind>/", views.own_new, name="own_new"),
    path("saya/surat/<str:code>/", views.own_sheet, name="own_sheet"),
    path("petugas/berkas/<str:number>/surat/", views.file_letters, name="of_file"),
    path("petugas/berkas/<str:number>/surat/baru/<slug:kind>/", views.file_new, name="file_new"),
    path("petugas/berkas/<str:number>/surat/<str:code>/", views.file_sheet, name="file_sheet"),
    path("surat/", views.check, name="check"),
    path("surat/bukan-saya/", views.not_me, name="not_me"),
]
