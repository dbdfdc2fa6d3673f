from django.urls import path

from portal.pages import api, components, notices, own_data, views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("api/docs", api.docs, name="api_docs"),
    path("panduan/data-pribadi/", notices.privacy, name="privacy"),
    path("panduan/data-pribadi/versi/<int:number>/", notices.privacy_version, name="privacy_version"),
    path("panduan/data-pribadi/persetujuan/<slug:slug>/<int:number>/", notices.consent_text, name="consent_text"),
    path("saya/", views.person_home, name="person_home"),
    path("saya/data-saya/", own_data.page, name="own_data"),
    path("petugas/", views.staff_home, name="staff_home"),
    path("petugas/komponen/", components.public_parts, name="components"),
    path("petugas/komponen/petugas/", components.staff_parts, name="staff_components"),
]
