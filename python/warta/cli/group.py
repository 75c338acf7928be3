"""The command ``warta`` itself, which the others hang on."""

import click

from warta import _core


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_core.VERSION, prog_name="warta")
def main() -> None:
    """Raw news pages in, an accountable article record out.

    \b
    Example:
      warta read page.html
    """
