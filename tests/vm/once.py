# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Run one command in a machine of its own: once.py [-t] BUILD KERNEL COMMAND [WORD]..."""

import os
import shlex
import sys

import machine


def main(build, kernel, *words, trace=False):
    script = words[0] if len(words) == 1 else shlex.join(words)
    try:
        with machine.Machine(build, kernel, trace=trace) as guest:
            result = guest.run(script)
    except machine.GuestDied as death:
        print(f'tests/try: the machine was reset, or died\n{death}'.rstrip(), file=sys.stderr)
        result = machine.Result(os.EX_SOFTWARE, '', '', death.bus)
    sys.stdout.write(result.out)
    sys.stdout.flush()
    sys.stderr.write(result.err)
    for access in result.bus if trace else ():
        print(f'bus: {access}')
    return result.status


if __name__ == '__main__':
    arguments = sys.argv[1:]
    wants_trace = arguments[0] == '-t'
    sys.exit(main(*arguments[wants_trace:], trace=wants_trace))
