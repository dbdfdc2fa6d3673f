"""What officers answer about a person's own rights, below /petugas/."""

from django.urls import path

from registrations.own import staff_views

app_name = "own_desk"

urlpatterns = [
    path("permintaan-data/", staff_views.requests, name="requests"),
    path("permintaan-data/<int:pk>/", staff_views.answer, name="answer"),
    path("tertahan/<str:number>/", staff_views.withheld, name="withheld"),
]
