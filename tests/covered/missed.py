# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""missed.py FILE LINES BRANCHES: name what is missed by the JSON that gcovr has written, and
end with 1 if that is more than so many lines or so many branches, or if a whole file is.

A line of it is FILE:LINE, where the line is not reached, or with the number of the branches
that are never taken of those that it has; and the sums are the last two.
"""

import json
import pathlib
import sys

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent

# What is not measured, and why.
ELSEWHERE = {
    'cmd/completion/completions.c': 'a program of the machine that builds: lint/completion',
    'lib/access/arch_other.c': 'a table, and no code',
    'lib/access/arch_x86.c': 'a table, and no code',
}


def lines(report):
    """The place of each line, how often it is reached, and its branches are taken."""
    for file in report['files']:
        for line in file['lines']:
            # That it is no code is said until version 7; it is left out later.
            if not line.get('gcovr/noncode'):
                place = f"{file['file'].removeprefix('../')}:{line['line_number']}"
                yield place, line['count'], [branch['count'] for branch in line['branches']]


def missing(report):
    """The files that it knows nothing of."""
    there = {file['file'].removeprefix('../') for file in report['files']} | ELSEWHERE.keys()
    for folder in ('lib', 'cmd'):
        for path in sorted((SOURCE / folder).rglob('*.c')):
            if (name := str(path.relative_to(SOURCE))) not in there:
                yield name


def is_enough(name, counts, allowed):
    """Print how many there are that are not 0; and whether no more are 0 than is allowed."""
    missed = counts.count(0)
    share = (len(counts) - missed) / len(counts)
    print(f'{name}: {len(counts) - missed} of {len(counts)}, {100 * share:.1f} %; '
          f'{missed} missed, {allowed} may be')
    return missed <= allowed


if __name__ == '__main__':
    report, *allowed = sys.argv[1:]
    with open(report, encoding='utf-8') as file:
        report = json.load(file)
    found, unknown = list(lines(report)), list(missing(report))
    for name in unknown:
        print(f'{name}: not measured')
    for place, count, branches in found:
        if count == 0:
            print(f'{place}: not reached')
        elif 0 in branches:
            print(f'{place}: {branches.count(0)} of {len(branches)} branches not taken')
    counts = {'lines': [count for _, count, _ in found],
              'branches': [count for *_, branches in found for count in branches]}
    enough = [is_enough(name, counts[name], int(most)) for name, most in zip(counts, allowed)]
    sys.exit(bool(unknown) or not all(enough))
