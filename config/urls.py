"""The whole site on one page."""

from allauth.account import views as allauth
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from articles.views.media import media
from comments.views import readers

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.permission_denied"
handler404 = "articles.views.errors.page_not_found"
handler500 = "config.outages.server_error"

# The newsroom signs in where readers do, with the same limits and second factors.
# Below `admin.site.urls` this line would do nothing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", readers.account, name="account"),
    path("account/data/", readers.account_data, name="account_data"),
    path("account/erase/", readers.erase_account, name="erase_account"),
    path("account/login/", allauth.login, name="login"),
    path("account/logout/", allauth.logout, name="logout"),
    path("account/", include("allauth.urls")),
    path("comments/", include("comments.urls")),
    path("media/<path:name>", media, name="media"),
    path("", include("articles.urls")),
]
