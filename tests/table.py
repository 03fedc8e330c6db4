# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The table of iocheck, as it is printed."""

import textwrap

FOR_EXACT = ['ioperm', 'PCI I/O BARs']
COLOURS = {'ok': '\033[32m', 'no': '\033[31m', 'unknown': '\033[33m'}


def wrapped(text, column):
    """The text from a column on, in lines of 80."""
    return textwrap.wrap(text, 80 - column, break_on_hyphens=False) or ['']


def table(conditions, colour=False):
    """The rows for (answer, evidence, remedy), by name."""
    lines = []
    for name, (answer, evidence, remedy) in conditions.items():
        name += ' (-x)' * (name in FOR_EXACT)
        before, after = (COLOURS[answer], '\033[m') if colour else ('', '')
        first, *others = wrapped(evidence, 28)
        lines.append(f'{name:18} {before}{answer:8}{after} {first}')
        lines += [' ' * 28 + line for line in others]
        if remedy:
            first, *others = wrapped(remedy, 31)
            lines += [' ' * 28 + f'-> {first}', *[' ' * 31 + line for line in others]]
    return ''.join(f'{line}\n' for line in lines)
