"""Home again: the person below /saya/, office and village below /petugas/penempatan/, the proof for whoever holds it."""

from django.urls import path

from registrations.placements.home import desk_views, experience_views, views

app_name = "home"

urlpatterns = [
    path("saya/lamaran/<str:number>/pulang/", views.came, name="came"),
    path("saya/lamaran/<str:number>/kebutuhan/", views.needs, name="needs"),
    path("saya/daftar-lagi/", views.again, name="again"),
    path("saya/lamaran/<str:number>/pengalaman/", experience_views.sheet, name="experience"),
    path("cek/pengalaman/", experience_views.ask, name="ask"),
    path("cek/pengalaman/<str:code>/", experience_views.genuine, name="genuine"),
    path("petugas/penempatan/pulang/", desk_views.cases, name="cases"),
    path("petugas/penempatan/<str:number>/pulang/", desk_views.case, name="case"),
    path("petugas/penempatan/<str:number>/pulang/<int:referral>/", desk_views.outcome, name="outcome"),
]
