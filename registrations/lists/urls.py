"""Lists of people from elsewhere, below /petugas/berkas/daftar/."""

from django.urls import path

from registrations.lists import views

app_name = "lists"

urlpatterns = [
    path("", views.lists, name="lists"),
    path("ekspor/", views.export, name="export"),
    path("<str:number>/", views.one_list, name="list"),
    path("<str:number>/kolom/", views.columns, name="columns"),
    path("<str:number>/tulis/", views.write, name="write"),
    path("<str:number>/urungkan/", views.undo, name="undo"),
    path("<str:number>/ditolak/", views.refused, name="refused"),
]
