"""The network: REST over urllib3, media sockets over websocket-client.

Called on other layers' threads; has no thread of its own. Library exceptions never
leave here.
"""
