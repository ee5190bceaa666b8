"""The headers of a reply."""

import re
from collections.abc import Iterator, Mapping, Sequence

_REQUEST_ID_HEADERS = (b"x-request-id", b"request-id", b"x-correlation-id", b"x-amzn-requestid", b"cf-ray")
"""Where gateways put the id of a request, the likeliest first; no document says which one OnePay sends."""

_REQUEST_ID = re.compile(rb"(?=.*[0-9])[A-Za-z0-9_.:/=+-]{1,128}")


class Headers(Mapping[str, str]):
    """Header values by name, whatever its case. Where a name came twice, its values are joined by a comma."""

    __slots__ = ("_values",)

    def __init__(self, raw: Sequence[tuple[bytes, bytes]] = ()) -> None:
        values: dict[bytes, bytes] = {}
        for name, value in raw:
            known = name.lower()
            values[known] = values[known] + b", " + value if known in values else value
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower().encode("latin-1", "replace")].decode("latin-1")

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name in self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({sorted(self)})"

    def __reduce__(self) -> tuple[type["Headers"], tuple[tuple[tuple[bytes, bytes], ...]]]:
        return Headers, (tuple(self._values.items()),)

    @property
    def request_id(self) -> str | None:
        """The id that the server or its gateway gave to the request, if it sent one that looks like an id."""
        for name in _REQUEST_ID_HEADERS:
            if name in self._values and _REQUEST_ID.fullmatch(self._values[name]):
                return self._values[name].decode("ascii")
        return None
