"""The own work contract beside what was promised, below /saya/lamaran/."""

from django.urls import path

from registrations.placements.contracts import views

app_name = "own_contract"

urlpatterns = [path("<str:number>/perjanjian/", views.own, name="own")]
