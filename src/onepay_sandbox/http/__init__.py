"""HTTP around the core: the ASGI application, the server, and a transport inside of one process."""
