"""The boundary between window and engine: protocol, both ends of the pipe.

`protocol` and `client` are the window's side and import no services; `process`
hosts `services.Monitor` behind the pipe.
"""
