from django.urls import path

from jobs.share import views

app_name = "share"

urlpatterns = [
    path("<str:number>/gambar.png", views.picture, name="picture"),
    path("<str:number>/tanda-terima/", views.receipt, name="receipt"),
]
