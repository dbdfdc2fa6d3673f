"""The staff room, below /petugas/anggota/."""

from django.urls import path

from portal.accounts.staff_room import inviting, reviewing, views

app_name = "staff"

urlpatterns = [
    path("", views.members, name="members"),
    # No office has this code.
    path("tinjauan/", reviewing.open_reviews, name="open_reviews"),
    path("<slug:code>/", views.office_members, name="office_members"),
    path("<slug:code>/<int:pk>/akhiri/", views.end, name="end_membership"),
    path("<slug:code>/<int:pk>/buka/", views.unlock_membership, name="unlock"),
    path("<slug:code>/tinjau/", reviewing.review, name="review"),
    path("<slug:code>/tinjau.csv", reviewing.review_csv, name="review_csv"),
    # Invitations
    path("<slug:code>/undang/", inviting.invite_member, name="invite"),
    path("<slug:code>/undangan/<int:pk>/", inviting.invitation, name="invitation"),
    path("<slug:code>/undangan/<int:pk>/tautan-baru/", inviting.renew_link, name="renew_link"),
    path("<slug:code>/undangan/<int:pk>/tarik/", inviting.withdraw_invitation, name="withdraw_invitation"),
    path("<slug:code>/undangan/<int:pk>/pastikan/", inviting.confirm_taker, name="confirm_taker"),
]
