# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""consumer.py LIBRARY DEVICE: write a byte by way of ctypes, and show what was written."""

import ctypes
import sys

WRITE = 2  # IOSPACE_WRITE

library = ctypes.CDLL(sys.argv[1])
library.iospace_write.argtypes = [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32,
                                  ctypes.POINTER(ctypes.c_uint32)]
library.iospace_close.argtypes = [ctypes.c_void_p]
io, size = ctypes.c_void_p(), ctypes.c_uint32(1)
if library.iospace_open(ctypes.byref(io), sys.argv[2].encode(), WRITE) == 0:
    print(library.iospace_write(io, 0x80, 0x5a, ctypes.byref(size)), size.value)
    library.iospace_close(io)
