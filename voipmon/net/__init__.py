"""The network: REST over urllib3, media sockets over websocket-client.

Called on other layers' threads; has no thread of its own. Library exceptions never
leave here.

Decision: urllib3's connection class under a small transport of our own
(`transport`), not its pool. Because the pool retries, redirects and logs addresses,
which may hold an access key; and one deadline must bound a whole exchange, which no
per-read timeout does. Instead of: requests or httpx, which keep cookies (a login
cookie would override later tokens) and follow redirects with headers. Would change
if: HTTP/2 or proxies become necessary.

Decision: a pinned fingerprint is checked inside the TLS handshake of the context
itself (`trust`), so that no user of the context can forget it. Would change if: the
ssl module offers a verification callback.

Decision: one request budget for REST and WebSocket upgrades, taken after the
connection stands and just before the bytes leave (`limiter`). Because the platform
counts both, for the whole customer, at the moment they arrive.
"""
