"""Writes docs/screenshots: the rooms of the demonstration archive, light and dark, as Chromium draws them.

``python -m tests.browser.screenshots [FOLDER]``
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from tests.browser.room import opened, running
from warta.archive import Archive

COLOURS = 256

WIDTH, HEIGHT, PHONE = 1080, 800, 390


def _smaller(picture: bytes) -> bytes:
    """The picture with a palette."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def write(folder: Path, pages: Path = Path("examples/demo")) -> list[Path]:
    """Makes the archive, opens its rooms and keeps what they look like."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory() as place, Archive(Path(place) / "demo.db", create=True) as archive:
        archive.add([pages])
        article = f"/article/{archive.search('pompa ketiga').hits[0].id}"
        rooms = {
            "front": "/",
            "search": "/search?q=bendungan+OR+dam&order=ranked",
            "article": article,
            "speaker": f"/speaker/{quote('Harjo Wirasukma')}",
            "outlet": f"/outlet/{quote('Pena Selasih')}",
        }
        with running(archive) as base, opened(shutil.which("chromium")) as browser:
            for theme in ("light", "dark"):
                shots = [(name, path, WIDTH) for name, path in rooms.items()]
                for name, path, width in [*shots, ("article-phone", article, PHONE)]:
                    page = browser.new_page(
                        viewport={"width": width, "height": HEIGHT}, color_scheme=theme, locale="en-GB"
                    )
                    page.goto(base + path)
                    written.append(folder / f"{name}-{theme}.png")
                    written[-1].write_bytes(_smaller(page.screenshot()))
                    page.close()
    return written


if __name__ == "__main__":
    for file in write(Path(*sys.argv[1:2]) if sys.argv[1:] else Path("docs/screenshots")):
        print(f"{file} {file.stat().st_size / 1000:.0f} kB")
