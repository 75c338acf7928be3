"""docs/reference/commands.md from the click commands: `python -m tools.commands` writes it."""

import sys
from pathlib import Path
from typing import Any

import click

from warta.cli import main

PAGE = Path(__file__).parent.parent / "docs/reference/commands.md"

GROUPS = {
    "Pages": ("read", "said"),
    "Filling an archive": ("add", "refresh", "merge"),
    "Asking an archive": ("search", "show", "outlets", "speakers", "revisions", "health", "serve"),
    "A person's word": ("correct", "names", "delete"),
    "Keeping an archive": ("export", "check", "backup"),
}
"""Every command once, in the order of use; a command that stands in none of them is an error."""

HEAD = """# Commands

Made from the code by `python -m tools.commands`; a test fails where this page is out of date.

Every command has `-h` and `--help`. The exit status is 0, 1 where something failed (a page, a check) and 2 on
misuse. Answers go to standard output, summaries and progress to standard error.
"""


def page() -> str:
    """The whole page."""
    listed = [name for names in GROUPS.values() for name in names]
    if sorted(listed) != sorted(main.commands):
        raise ValueError(f"commands and GROUPS differ: {set(listed) ^ set(main.commands)}")
    parts = [HEAD, _list()]
    for heading, names in GROUPS.items():
        parts.append(f"## {heading}\n")
        parts += [_command(name, main.commands[name]) for name in names]
    return "\n".join(parts)


def _list() -> str:
    rows = [
        f"| [`warta {name}`](#{_anchor(name)}) | {_plain(main.commands[name].get_short_help_str(200))} |\n"
        for names in GROUPS.values()
        for name in names
    ]
    return "| command | what it does |\n|---|---|\n" + "".join(rows)


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, parent=click.Context(main, info_name="warta"))
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"### warta {name}\n", f"```\n{usage}\n```\n"]
    lines += [f"{_plain(paragraph)}\n" for paragraph in (command.help or "").split("\n\n")]
    lines.append(_options(command, context))
    examples = [line for line in (command.epilog or "").strip().splitlines() if line.strip() != "\b"]
    if examples:
        # The first line is the heading "Example:" or "Examples:".
        lines.append("```sh\n" + "\n".join(line.strip() for line in examples[1:]) + "\n```\n")
    return "\n".join(lines)


def _options(command: click.Command, context: click.Context) -> str:
    rows = []
    for parameter in command.get_params(context):
        if not isinstance(parameter, click.Option) or "--help" in parameter.opts or parameter.hidden:
            continue
        names = ", ".join(f"`{each}`" for each in sorted(parameter.opts, key=len))
        rows.append(f"| {names} | {_value(parameter)} | {_plain(parameter.help or '')} |\n")
    return "| option | value | meaning |\n|---|---|---|\n" + "".join(rows) if rows else ""


def _value(option: click.Option) -> str:
    """What the option takes, and what it is where it is not given."""
    kind: Any = option.type
    if option.is_flag or option.count:
        return ""
    if isinstance(kind, click.Choice):
        value = ", ".join(f"`{each}`" for each in kind.choices)
    else:
        value = f"`{option.metavar or kind.name.upper().replace(' RANGE', '')}`"
    if isinstance(kind, click.IntRange | click.FloatRange):
        low, high = kind.min, kind.max
        value += f" from {low}" if low is not None else ""
        value += f" to {high}" if high is not None else ""
    if option.multiple:
        value += "; repeatable"
    if isinstance(option.default, str | int | float):
        value += f"; default `{option.default}`"
    return value


def _anchor(name: str) -> str:
    return f"warta-{name}"


def _plain(text: str) -> str:
    """One line of Markdown that shows the words as they are."""
    words = " ".join(text.split())
    for mark in "|*<":
        # Code keeps its marks; a bar ends a cell of a table even there.
        parts = words.split("`")
        parts[::2] = [part.replace(mark, "\\" + mark) for part in parts[::2]]
        words = "`".join(parts)
    return words


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE}\n")
