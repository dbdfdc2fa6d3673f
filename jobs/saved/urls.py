"""What people save: with an account below /saya/, without one below /lowongan/."""

from django.urls import path

from jobs.saved import own_views, views

app_name = "saved"

urlpatterns = [
    path("lowongan/kabari/", views.search, name="search"),
    path("lowongan/simpanan/", own_views.of_address, name="of_address"),
    path("lowongan/simpanan/kode/", views.code, name="code"),
    path("lowongan/simpanan/tutup/", own_views.leave, name="leave"),
    path("lowongan/simpanan/<slug:token>/", own_views.by_link, name="by_link"),
    path("lowongan/<str:number>/simpan/", views.vacancy, name="vacancy"),
    path("saya/lowongan/", own_views.own, name="own"),
]
