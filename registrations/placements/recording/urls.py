"""Cases on their way to departure, below /petugas/penempatan/."""

from django.urls import path

from registrations.placements.recording import views

app_name = "recording"

urlpatterns = [
    path("", views.cases, name="board"),
    path("berkas/<str:number>/", views.of_file, name="of_file"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/siap/", views.clear, name="clear"),
    path("<str:number>/langkah/<slug:event>/", views.step, name="step"),
]
