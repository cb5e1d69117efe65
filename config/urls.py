"""The whole site on one page."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from articles.views.media import media

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.permission_denied"
handler404 = "articles.views.errors.page_not_found"
handler500 = "articles.views.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path(
        "account/login/",
        auth.LoginView.as_view(
            template_name="account/login.html", redirect_authenticated_user=True
        ),
        name="login",
    ),
    path("account/logout/", auth.LogoutView.as_view(), name="logout"),
    path("comments/", include("comments.urls")),
    path("media/<path:name>", media, name="media"),
    path("", include("articles.urls")),
]
