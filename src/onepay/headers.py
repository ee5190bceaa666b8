"""The headers of a reply."""

from collections.abc import Iterator, Mapping

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray")
"""Where gateways put the id of a request; no document says which one OnePay sends."""


class Headers(Mapping[str, str]):
    """Header values by name, whatever its case. Where a name came twice, its values are joined by a comma."""

    __slots__ = ("_raw",)

    def __init__(self, raw: tuple[tuple[bytes, bytes], ...] = ()) -> None:
        self._raw = raw

    def __getitem__(self, name: str) -> str:
        wanted = name.lower().encode("latin-1", "replace")
        values = [value for key, value in self._raw if key.lower() == wanted]
        if not values:
            raise KeyError(name)
        return ", ".join(value.decode("latin-1") for value in values)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key.lower().decode("latin-1") for key, _ in self._raw))

    def __len__(self) -> int:
        return len({key.lower() for key, _ in self._raw})

    def __repr__(self) -> str:
        return f"Headers({sorted(self)})"

    def __reduce__(self) -> tuple[type["Headers"], tuple[tuple[tuple[bytes, bytes], ...]]]:
        return Headers, (self._raw,)

    @property
    def request_id(self) -> str | None:
        """The id that the server or its gateway gave to the request, if it sent one."""
        return next((self[name] for name in _REQUEST_ID_HEADERS if name in self), None)
