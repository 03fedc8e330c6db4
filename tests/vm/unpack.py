# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""unpack.py BZIMAGE KERNEL: store what QEMU boots fastest of a kernel image.

A kernel that unpacks itself takes half of the guest's boot in software emulation, so the
ELF file inside is taken out here; QEMU starts that too (PVH). An image that is not packed
with xz, or for 32 bits, where Debian builds without PVH, stays as it is. The fields:
Documentation/arch/x86/boot.rst, payload_offset.
"""

import lzma
import pathlib
import struct
import sys


def unpack(image):
    setup_size = ((image[0x1f1] or 4) + 1) * 512
    offset, length = struct.unpack_from('<II', image, 0x248)
    payload = image[setup_size + offset:setup_size + offset + length]
    if not payload.startswith(b'\xfd7zXZ\0'):
        return image
    elf = lzma.LZMADecompressor().decompress(payload)
    is_64_bit = elf[4] == 2
    return elf if is_64_bit else image


if __name__ == '__main__':
    source, target = map(pathlib.Path, sys.argv[1:])
    target.write_bytes(unpack(source.read_bytes()))
