"""The command `demo`: what can be asked of it. The demonstration itself is imported only if it is."""

import argparse
from datetime import datetime
from pathlib import Path

HOME = Path(__file__).parents[1]


def options(parser: argparse.ArgumentParser) -> None:
    """What can be asked of the demonstration."""
    parser.add_argument("--people", type=int, default=9, help="how many of the file's first people can be played")
    parser.add_argument("--who", help="who can be played instead, by given name, as in amina,carys,lena")
    parser.add_argument("--fresh", action="store_true", help="begin again from nothing")
    parser.add_argument("--begin", type=datetime.fromisoformat, help="set its clock, as in 2026-12-01T09:00+00:00")
    parser.add_argument("--partnership", type=Path, default=HOME / "demo/partnership.toml", help="whose file to use")
    parser.add_argument("--folder", type=Path, default=Path(".demo"), help="where to keep what is done in it")
    parser.add_argument("--port", type=int, default=3978, help="where the bot listens")
    parser.add_argument("--windows-from", type=int, default=56151, help="where the first window listens; 0 is anywhere")


def run(asked: argparse.Namespace) -> int:
    from bot import demo

    return demo.run(asked)
