"""Lists that officers upload, below /petugas/impor/."""

from django.urls import path

from jobs.import_room import views

app_name = "import_room"

urlpatterns = [
    path("", views.batches, name="batches"),
    path("kolom/<str:kind>.csv", views.columns, name="columns"),
    path("<str:number>/", views.batch, name="batch"),
    path("<str:number>/lakukan/", views.ask, name="ask"),
    path("<str:number>/ditolak.xlsx", views.refused, name="refused"),
]
