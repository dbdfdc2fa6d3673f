"""The visitor's address, as far as our own proxies vouch for it."""

import ipaddress


def client_ip(meta, trusted_proxies):
    """The address as text, "" when there is none (a socket file, nonsense).

    ``meta``: the WSGI environment. ``trusted_proxies``: number of our own proxies in front of the application.
    Each of them appends the address it was called from, so only that many entries from the right are ours;
    whatever stands further left was written by the visitor.
    """
    address = meta.get("REMOTE_ADDR", "")
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    if trusted_proxies and forwarded and len(entries := forwarded.split(",")) >= trusted_proxies:
        address = entries[-trusted_proxies]
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
