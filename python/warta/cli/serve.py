"""The command that opens the reading room."""

import click

from warta.cli.archives import archive_argument, opened
from warta.cli.group import main
from warta.errors import WartaError


@main.command(epilog="\b\nExample:\n  warta serve news.warta --port 8080\n")
@archive_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8080, show_default=True, help="Port.")
@click.option(
    "--allow-host", multiple=True, metavar="NAME", help="A name besides loopback that browsers may use."
)
def serve(archive: str, host: str, port: int, allow_host: tuple[str, ...]) -> None:
    """Show an archive in the browser, read-only, with its JSON API under /api/.

    Listens on loopback only unless told otherwise.
    """
    try:
        import uvicorn

        from warta.server import app
    except ImportError:
        raise click.UsageError(str(WartaError("extra", "pip install 'warta[serve]'"))) from None
    with opened(archive) as news:
        click.echo(f"http://{host}:{port}/", err=True)
        uvicorn.run(
            app(news, hosts=allow_host), host=host, port=port, log_level="warning", server_header=False
        )
