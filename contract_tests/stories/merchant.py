"""One merchant's world in a story: the real client, its own endpoint, and the control of the sandbox."""

from __future__ import annotations

from typing import Final, Unpack

from onepay_client import ClientOptions, OnePay
from scene import Endpoint, Sandbox, SandboxControl


class Merchant:
    """A merchant and everything around. `midway` is called in the middle of a story; with power cuts, one happens."""

    def __init__(self, sandbox: Sandbox, name: str, *, power_cuts: bool, environment: str = "test") -> None:
        self.sandbox: Final = sandbox
        self._power_cuts: Final = power_cuts
        self._account: Final = f"{environment}_{name}"
        self.client: Final = self.another_client()
        self.control: Final = SandboxControl(sandbox, self.key)
        self.endpoint: Final = Endpoint(self.control.now)

    @property
    def key(self) -> str:
        """The secret key of the merchant."""
        return f"sk_{self._account}"

    def another_client(self, **options: Unpack[ClientOptions]) -> OnePay:
        """Another client of the same merchant; close it."""
        url = self.sandbox.url
        options.setdefault("public_key", f"pk_{self._account}")
        options.setdefault("base_url", f"{url}/v1")
        options.setdefault("cards_url", f"{url}/cards/v1")
        return OnePay(self.key, **options)

    def midway(self) -> None:
        """Kill the sandbox and start it again, where the merchant has power cuts."""
        if self._power_cuts:
            self.sandbox.kill()
            self.sandbox.start()

    def close(self) -> None:
        """Close everything but the sandbox."""
        self.client.close()
        self.control.close()
        self.endpoint.close()
