# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""missed.py FILE: name what is missed by the JSON that gcovr has written, and end with 1 if
there is more of it than nothing.

A line of it is FILE:LINE, where the line is not reached, or with the number of the branches
that are never taken of those that it has; and the sums are the last two.
"""

import json
import sys


def lines(report):
    """The place of each line, how often it is reached, and its branches are taken."""
    for file in report['files']:
        for line in file['lines']:
            if not line['gcovr/noncode']:
                place = f"{file['file'].removeprefix('../')}:{line['line_number']}"
                yield place, line['count'], [branch['count'] for branch in line['branches']]


def percent(name, counts):
    taken = sum(count > 0 for count in counts)
    return f'{name}: {taken} of {len(counts)}, {100 * taken / len(counts):.1f} %'


if __name__ == '__main__':
    found = list(lines(json.load(open(sys.argv[1], encoding='utf-8'))))
    for place, count, branches in found:
        if count == 0:
            print(f'{place}: not reached')
        elif 0 in branches:
            print(f'{place}: {branches.count(0)} of {len(branches)} branches not taken')
    counts = [count for _, count, _ in found]
    taken = [count for *_, branches in found for count in branches]
    print(percent('lines', counts), percent('branches', taken), sep='\n')
    sys.exit(0 in counts or 0 in taken)
