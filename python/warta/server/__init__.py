"""The reading room: an archive in the browser and as a JSON API, read-only."""

from warta.server.app import app

__all__ = ["app"]
