from django.urls import path

from portal.pages import components, views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("panduan/data-pribadi/", views.privacy, name="privacy"),
    path("saya/", views.person_home, name="person_home"),
    path("petugas/", views.staff_home, name="staff_home"),
    path("petugas/komponen/", components.public_parts, name="components"),
    path("petugas/komponen/petugas/", components.staff_parts, name="staff_components"),
]
