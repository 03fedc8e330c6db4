# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""count.py LOG...: add up what ran under meson, and end with 1 if any of it failed.

LOG is the .json file that meson leaves in meson-logs. It holds what each test program has
reported, as TAP, of many tests; a program that ended badly without a failed test among them,
or reported none, counts as a failure more, and so does a log that is not there. Each failure
and each skip is named, with its reason, before the sum. With IOSPACE_MUST_RUN=1 in the
environment a skip ends it with 1, too.
"""

import collections
import json
import os
import pathlib
import re
import sys

# A line on one test, or a plan that leaves out all of them.
TEST = re.compile(r'(?P<bad>not )?ok\b *\d* *(?:- )?(?P<name>.*?) *'
                  r'(?:# *(?P<skip>SKIP)\S*[ :]*(?P<reason>.*))?', re.IGNORECASE)
NONE_OF_THEM = re.compile(r'1\.\.0 *# *(?P<skip>SKIP)\S*[ :]*(?P<reason>.*)', re.IGNORECASE)


def tests(stdout):
    """The verdict, the name and the reason of each test that a program reports."""
    for line in stdout.splitlines():
        if found := TEST.fullmatch(line):
            verdict = 'skipped' if found['skip'] else 'failed' if found['bad'] else 'passed'
            yield verdict, found['name'], found['reason']
        elif found := NONE_OF_THEM.fullmatch(line):
            yield 'skipped', 'all of it', found['reason']


def program(entry):
    """The same of a program that meson ran, by its entry in the log, and of its end."""
    reported = list(tests(entry.get('stdout', '')))
    yield from reported
    verdicts = {verdict for verdict, *_ in reported}
    if entry['result'] not in ('OK', 'SKIP') and 'failed' not in verdicts:
        yield 'failed', 'its end', entry['result']
    elif not reported:
        yield 'failed', 'its end', 'no test was reported'


def count(path, totals):
    """Add what a log holds to the totals, and print what is not passed."""
    try:
        entries = [json.loads(line) for line in path.read_text().splitlines()]
    except FileNotFoundError:
        entries = [{'name': 'no log of it', 'result': str(path)}]
    for entry in entries:
        for verdict, name, reason in program(entry):
            totals[verdict] += 1
            if verdict != 'passed':
                names = verdict, path.stem, entry['name'].split(':', 1)[-1], name, reason
                print(': '.join(filter(None, names)))


if __name__ == '__main__':
    totals = collections.Counter()
    for log in map(pathlib.Path, sys.argv[1:]):
        count(log, totals)
    print('{passed} passed, {failed} failed, {skipped} skipped'.format_map(totals))
    must_run = os.environ.get('IOSPACE_MUST_RUN') == '1'
    sys.exit(totals['failed'] > 0 or must_run and totals['skipped'] > 0)
