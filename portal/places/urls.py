from django.urls import path

from portal.places import views

app_name = "places"

urlpatterns = [
    path("panduan/kantor/", views.office_finder, name="office_finder"),
]
