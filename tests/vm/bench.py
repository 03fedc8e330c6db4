# SPDX-License-Identifier: LGPL-2.1-or-later
"""Guest instructions of one write to a port as a new process: bench.py BUILDS KERNEL."""

import pathlib
import sys

import machine

RUNS = 100

PROGRAMS = [
    ('outb 0xe0 1, Debian\'s ioport', '/usr/bin/outb'),
    ('iow8 0xe0 1, shared library', '/usr/local/sbin/iow8'),
    ('iow8 0xe0 1, static', '/bin/iow8-static'),
]


def main(builds, kernel):
    builds = pathlib.Path(builds)
    files = ['/usr/bin/outb', (builds / 'spawn', '/bin/spawn'),
             (builds / 'try-static/cmd/iow8', '/bin/iow8-static')]
    options = ['-icount', 'shift=0,sleep=off']
    costs = []
    with machine.Machine(builds / 'try', kernel, files=files, options=options,
                         trace=False) as guest:
        for _, path in PROGRAMS:
            result = guest.run(f'spawn {RUNS} {path} 0xe0 1')
            if result.status:
                sys.exit(result.err)
            costs.append(int(result.out))

    print(f'{"":32}{"instructions":>14}{"ratio":>8}')
    for (name, _), cost in zip(PROGRAMS, costs):
        print(f'{name:32}{cost:14,}{cost / costs[0]:8.2f}')


if __name__ == '__main__':
    main(*sys.argv[1:])
