"""What the stand-in answers instead of a result. Decides wording only; the words are Telegram's own wherever it has some."""

from typing import Any


class ApiError(Exception):
    """A refused Bot API call: `code` is the HTTP status, `parameters` e.g. {"retry_after": 3}."""

    def __init__(self, code: int, description: str, *, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class SandboxError(Exception):
    """Something a person or a test asked of the stand-in that cannot be done, e.g. a tap on a button that is not there."""


class DroppedError(Exception):
    """The connection broke; the caller gets no answer. Whether the call had its effect is the fault's secret."""


def bad_request(description: str, *, parameters: dict[str, Any] | None = None) -> ApiError:
    return ApiError(400, f"Bad Request: {description}", parameters=parameters)


def forbidden(description: str) -> ApiError:
    return ApiError(403, f"Forbidden: {description}")


def too_many_requests(retry_after: int) -> ApiError:
    """`retry_after` in whole seconds, at least 1."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after})


def conflict(description: str) -> ApiError:
    return ApiError(409, f"Conflict: {description}")
