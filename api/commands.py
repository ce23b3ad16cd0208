"""The command `referat serve`: the HTTP interface and the pages on one port."""

from __future__ import annotations

import socket
from contextlib import nullcontext, suppress
from importlib.metadata import entry_points
from pathlib import Path

import click

from rag.catalog import Catalog
from rag.config import Settings, load_settings
from rag.errors import ReferatError

SAMPLES = Path(__file__).parents[1] / "eval" / "corpus" / "minutes"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is every one.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 is any free one.")
def serve(*, host: str, port: int) -> None:
    """Start the page and the API; the sample minutes are indexed first when nothing is."""
    settings = load_settings()
    with listen(host, port) as listener:
        index_samples_if_empty(settings)
        run(settings, listener)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address; raise ReferatError when it cannot be had."""
    try:
        listener = socket.create_server((host, port))
    except OSError as error:
        reason = str(error.strerror).partition(" (while ")[0]  # Python repeats the address
        raise ReferatError(
            f"Cannot listen on {host} port {port}: {reason}. Choose another with --host or --port."
        ) from error
    # Else every answer waits some 40 ms for the client's acknowledgement of its first packet.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def index_samples_if_empty(settings: Settings, samples: Path = SAMPLES) -> None:
    """Index the sample minutes that come with the program when the catalog holds no meeting."""
    with Catalog.open(settings.catalog_url) as catalog:
        if catalog.counts().meetings:
            return
    if not samples.is_dir():
        click.echo("Nothing is indexed yet; index minutes with `referat index FOLDER`.", err=True)
        return
    click.echo(f"Nothing is indexed yet; indexing the sample minutes in {samples}.", err=True)
    index(samples)


def index(folder: Path) -> None:
    """Run `referat index`, which another room brings; raise ReferatError when a document fails."""
    (entry,) = entry_points(group="referat.commands", name="index")
    command: click.Command = entry.load()
    try:
        command.main(args=[str(folder)], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise ReferatError(f"The minutes in {folder} could not all be indexed.") from end


def run(settings: Settings, listener: socket.socket) -> None:
    """Serve on the socket until the process is told to stop."""
    import uvicorn  # noqa: PLC0415  (keeps `--help` fast)

    from api.app import create_app  # noqa: PLC0415
    from rag.assistant import Assistant  # noqa: PLC0415

    class Server(uvicorn.Server):
        """Tells the address when everything is ready."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            """Start, and say so."""
            await super().startup(sockets=sockets)
            if self.started:
                host, port = listener.getsockname()[:2]
                click.echo(f"Open http://{host}:{port} in a browser; stop with Ctrl+C.", err=True)

    # Opened here and not by the application: an error is one line on the terminal, not a traceback in a log.
    with Assistant.open(settings, progress=lambda line: click.echo(line, err=True)) as assistant:
        app = create_app(settings, lambda _: nullcontext(assistant))
        server = Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=5))
        with suppress(KeyboardInterrupt):  # Ctrl+C is how one stops it
            server.run(sockets=[listener])
