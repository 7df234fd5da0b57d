"""In which language a request is answered."""

from starlette.requests import HTTPConnection

from ui.render.wording import Wording, negotiate_language


def wording_of(connection: HTTPConnection) -> Wording:
    """Return the wording that `?lang=` asks for, else the first that `Accept-Language` prefers."""
    return negotiate_language(connection.query_params.get("lang"), connection.headers.get("accept-language"))
