from django.urls import path

from registrations.tracker import views

app_name = "tracker"

urlpatterns = [
    path("status/", views.status, name="status"),
    path("petugas/lembar/<str:number>/", views.sheet, name="sheet"),
]
