"""Just enough of PNG to look at an icon's size, mode and pixels: eight bits a channel, RGBA, not interlaced."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGBA = 6


def read_png(content):
    """Width, height, colour type, and the rows of an RGBA PNG's raw bytes with their filters undone."""
    assert content[:8] == SIGNATURE
    width, height, depth, mode = struct.unpack(">IIBB", content[16:26])
    assert depth == 8
    at, packed = 8, b""
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        packed += content[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    return width, height, mode, rows(zlib.decompress(packed), width * 4)


def rows(raw, stride):
    above, out = bytes(stride), []
    for at in range(0, len(raw), stride + 1):
        above = unfiltered(raw[at], raw[at + 1 : at + 1 + stride], above)
        out.append(above)
    return out


def unfiltered(kind, line, above):
    done = bytearray(line)
    for i, value in enumerate(line):
        left, up, corner = (done[i - 4] if i >= 4 else 0), above[i], (above[i - 4] if i >= 4 else 0)
        guess = {0: 0, 1: left, 2: up, 3: (left + up) // 2, 4: nearest(left, up, corner)}[kind]
        done[i] = (value + guess) & 255
    return bytes(done)


def nearest(left, up, corner):
    aim = left + up - corner
    return min((left, up, corner), key=lambda near: abs(aim - near))
