from django.urls import path

from jobs.fit import views

app_name = "fit"

urlpatterns = [
    path("cocok/", views.proposals, name="proposals"),
    path("<str:number>/cocok/", views.vacancy, name="vacancy"),
]
