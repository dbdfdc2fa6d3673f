from django.urls import path

from portal.places import views

app_name = "places"

urlpatterns = [
    path("kantor/", views.office_finder, name="office_finder"),
    # Its address until the guide got pages of its own; it stands on printed papers.
    path("panduan/kantor/", views.former_address, name="office_finder_before"),
]
