"""What people tell us that is wrong, below /petugas/tidak-beres/."""

from django.urls import path

from registrations.placements.concerns import views

app_name = "concerns"

urlpatterns = [
    path("", views.concerns, name="all"),
    path("<int:pk>/", views.concern, name="concern"),
]
