"""One line per request: method, route and status; never what a visitor wrote."""

from django_structlog.middlewares import RequestMiddleware

from portal.pages.metrics import method_of


class RequestLogMiddleware(RequestMiddleware):
    @staticmethod
    def format_request(request):
        """``GET lowongan/<str:number>/<slug:slug>/``; an address without a page may hold anything and is left out."""
        return f"{method_of(request)} {request.resolver_match.route if request.resolver_match else '(no page)'}"
