"""A stand-in for requests: it asks the slow server of the page, `lab.server`, and no other."""

import math

from lab import server


class RequestException(OSError):
    """What went wrong, with the answer if there is one."""

    def __init__(self, message: str = "", response: "Response | None" = None) -> None:
        super().__init__(message)
        self.response = response


class ConnectionError(RequestException):
    """Nobody answers at that address."""


class Timeout(RequestException):
    """No answer came in time."""


class ReadTimeout(Timeout):
    """The server was silent for too long."""


class HTTPError(RequestException):
    """The answer says that something is wrong."""


class Response:
    """An answer."""

    def __init__(self, url: str, status_code: int, text: str) -> None:
        self.url, self.status_code, self.text = url, status_code, text
        self.content, self.ok = text.encode(), status_code < 400

    def raise_for_status(self) -> None:
        """Raise HTTPError unless all is well."""
        if not self.ok:
            whose = "Client" if self.status_code < 500 else "Server"
            message = f"{self.status_code} {whose} Error for url: {self.url}"
            raise HTTPError(message, response=self)


def get(url: str, timeout: float | None = None) -> Response:
    """Wait as long as the server says, or until `timeout` seconds have passed."""
    try:
        return Response(url, *server.answer(url, math.inf if timeout is None else timeout))
    except TimeoutError:
        raise ReadTimeout(f"Read timed out. (read timeout={timeout})") from None
    except LookupError as problem:
        raise ConnectionError(str(problem)) from None


class Session:
    """Gets pages, one after the other."""

    def get(self, url: str, timeout: float | None = None) -> Response:
        """Do what the function does."""
        return get(url, timeout)

    def close(self) -> None:
        """End it; there is nothing to close."""

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *details: object) -> None:
        self.close()
