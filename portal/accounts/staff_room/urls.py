"""The staff room, below /petugas/anggota/."""

from django.urls import path

from portal.accounts.staff_room import views

app_name = "staff"

urlpatterns = [
    path("", views.members, name="members"),
    path("<slug:code>/", views.office_members, name="office_members"),
    path("<slug:code>/undang/", views.invite_member, name="invite"),
    path("<slug:code>/<int:pk>/akhiri/", views.end, name="end_membership"),
]
