"""Tells the loopback of this machine from other hosts."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether ``host``, without brackets or a port, is ``localhost`` or an address such as 127.0.0.1 or ::1.

    No other name counts, whatever it resolves to: an answer of a name server proves nothing.
    """
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
