"""Typing for somebody else, below /petugas/bantu-daftar/."""

from django.urls import path

from registrations.assisted import views

app_name = "assisted"

urlpatterns = [
    path("", views.files, name="files"),
    path("mulai/", views.begin, name="begin"),
    path("<str:number>/", views.registration, name="registration"),
    path("<str:number>/periksa/", views.check, name="check"),
    path("<str:number>/kirim/", views.hand_in, name="hand_in"),
    path("<str:number>/selesai/", views.done, name="done"),
    path("<str:number>/batal/", views.withdraw, name="withdraw"),
    path("<str:number>/serahkan/", views.hand_over, name="hand_over"),
    path("<str:number>/benar/<int:key>/", views.point_as_it_is, name="as_it_is"),
    path("<str:number>/surat/<str:paper>/", views.paper, name="paper"),
    path("<str:number>/<slug:slug>/", views.page, name="page"),
]
