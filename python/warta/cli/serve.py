"""The command that opens the reading room."""

import os
import socket
from contextlib import suppress

import click

from warta.cli.archives import archive_argument, opened
from warta.cli.group import main
from warta.errors import WartaError

BACKLOG = 2_048
"""Connections that may wait, as many as uvicorn lets."""


@main.command(epilog="\b\nExample:\n  warta serve news.warta --port 8080\n")
@archive_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8080, show_default=True, help="Port.")
@click.option(
    "--allow-host", multiple=True, metavar="NAME", help="A name besides loopback that browsers may use."
)
def serve(archive: str, host: str, port: int, allow_host: tuple[str, ...]) -> None:
    """Show an archive in the browser, read-only, with its JSON API under /api/.

    Listens on loopback only unless told otherwise. The exit status is 1 where the port is taken.
    """
    try:
        import uvicorn

        from warta.server import app
    except ImportError:
        raise click.UsageError(str(WartaError("extra", "pip install 'warta[serve]'"))) from None
    with opened(archive) as news, _listening(host, port) as listening:
        click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/", err=True)
        config = uvicorn.Config(app(news, hosts=allow_host), log_level="warning", server_header=False)
        # Ctrl-C is the way to end it.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Taken before the address is told, so that none is told that does not answer."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:
        number = getattr(error, "errno", None) or 0
        # Those of looking up a name are negative and have words of their own.
        reason = os.strerror(number) if number > 0 else getattr(error, "strerror", error)
        raise click.ClickException(f"cannot listen at {host}, port {port}: {reason}") from None
