"""Work contracts beside what was promised, below /petugas/penempatan/."""

from django.urls import path

from registrations.placements.contracts import views

app_name = "contracts"

urlpatterns = [
    path("perjanjian/", views.flags, name="flags"),
    path("<str:number>/perjanjian/", views.case, name="case"),
    path("<str:number>/perjanjian/jawaban/", views.on_paper, name="on_paper"),
    path("<str:number>/perjanjian/periksa/", views.allow, name="allow"),
    path("<str:number>/perjanjian/lanjut/", views.go_on, name="go_on"),
]
