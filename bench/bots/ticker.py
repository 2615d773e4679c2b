"""An event loop with nothing to do, beside what is measured: how long the machine alone lets a loop stand still.

It ends when its input does, and prints the longest in milliseconds.
"""

import asyncio
import sys

from bot.pulse import Pulse


async def main() -> None:
    pulse, loop = Pulse(), asyncio.get_running_loop()
    ended = loop.create_future()
    loop.add_reader(sys.stdin, lambda: ended.done() or ended.set_result(None))
    beating = asyncio.create_task(pulse.run())
    await ended
    beating.cancel()
    print(pulse.longest_seconds() * 1e3)


if __name__ == "__main__":
    asyncio.run(main())
