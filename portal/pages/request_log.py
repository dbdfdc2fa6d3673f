"""One line per request: method, route and status; never what a visitor wrote."""

from django_structlog.middlewares import RequestMiddleware

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestLogMiddleware(RequestMiddleware):
    @staticmethod
    def format_request(request):
        """``GET lowongan/<str:number>/<slug:slug>/``; an address without a page may hold anything and is left out."""
        method = request.method if request.method in METHODS else "OTHER"
        return f"{method} {request.resolver_match.route if request.resolver_match else '(no page)'}"
