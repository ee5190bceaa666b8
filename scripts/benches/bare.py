"""A bare Starlette application that answers one body: `python bare.py PORT`, with the body on standard input."""

from __future__ import annotations

import json
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def main() -> None:
    """Serve on loopback until the process is ended."""
    body = json.loads(sys.stdin.readline())

    async def get(_: Request) -> Response:
        return JSONResponse(body)

    async def create(request: Request) -> Response:
        await request.json()
        return JSONResponse(body, 201)

    routes = [Route("/v1/payments/{payment_id}", get), Route("/v1/payments", create, methods=["POST"])]
    uvicorn.run(Starlette(routes=routes), port=int(sys.argv[1]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
