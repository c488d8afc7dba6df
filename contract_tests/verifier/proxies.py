"""Proxies: which answers a server in front of the application gives in its place."""

import re

from contract_tests.verifier.exchange import Response

OWN = {400, 408, 411, 413, 414, 421, 431, 494, 495, 496, 497, 502, 503, 504, *range(520, 528), 530}
"""Statuses with which a proxy answers by itself; others it only passes on, or its configuration is the application."""
UNREACHABLE = {502, 503, 504, *range(520, 528), 530}
"""Those of them that say that the application gave no answer."""

# fmt: off
PAGES = (
    ("nginx", rb"<center>(?:nginx|openresty)"),
    ("Apache", rb"<address>Apache|<title>50[234] Proxy Error|additionally, a 50\d"),
    ("HAProxy", rb"No server is available to handle this request|didn't send a valid response|didn't respond in time"),
    ("Envoy", rb"\A(?:upstream (?:connect error|request timeout)|no healthy upstream)"),
    ("Traefik", rb"\A(?:Bad Gateway|Gateway Timeout|Service Unavailable|no available server)\s*\Z"),
    ("Varnish", rb"Guru Meditation|Backend fetch failed"),
    ("Cloudflare", rb"cloudflare"),
    ("a load balancer", rb"<center>awselb|Error: Server Error</title>"),
    ("Kong", rb'"message":\s*"(?:An invalid response was received from the upstream|failure to get a peer)'),
    ("IIS", rb"<h2>Bad Gateway|Microsoft-Azure-Application-Gateway"),
)
# fmt: on


def proxy(response: Response) -> str:
    """The proxy that gave this answer itself; empty if the application may have given it."""
    if response.status not in OWN:
        return ""
    name = next((name for name, page in PAGES if re.search(page, response.body[:4096], re.IGNORECASE)), "")
    if name or response.status not in UNREACHABLE:
        return name
    headers = dict(response.headers)
    if not response.body and b"caddy" in headers.get(b"server", b"").lower():
        return "Caddy"
    return "a proxy" if headers.get(b"content-type", b"").lower().startswith(b"text/html") else ""
