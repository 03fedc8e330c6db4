# SPDX-License-Identifier: LGPL-2.1-or-later
"""count.py LOG...: add up what ran under meson, and end with 1 if any of it failed.

LOG is the .json file that meson leaves in meson-logs. Each test program reports many
tests; one that ended badly without a failed test among them counts as one.
"""

import json
import sys
import xml.etree.ElementTree


def programs(log):
    """Name and result of each test program that meson started."""
    with open(log) as lines:
        return [(entry['name'], entry['result']) for entry in map(json.loads, lines)]


def tests(log):
    """Of each test program that reported them: tests, failures and skips."""
    suites = xml.etree.ElementTree.parse(log.removesuffix('.json') + '.junit.xml').getroot()
    return {suite.get('name').split(' / ')[-1]: [
        int(suite.get('tests')), int(suite.get('failures')) + int(suite.get('errors')),
        int(suite.get('skipped'))] for suite in suites.iter('testsuite')}


def count(log):
    passed = failed = skipped = 0
    reported = tests(log)
    for name, result in programs(log):
        ran, bad, left_out = reported.get(name.split(' / ')[-1], [0, 0, 0])
        if result not in ('OK', 'SKIP') and not bad:
            print(f'{name}: {result}')
            ran, bad = ran + 1, 1
        passed += ran - bad - left_out
        failed += bad
        skipped += left_out
    return passed, failed, skipped


if __name__ == '__main__':
    passed, failed, skipped = map(sum, zip(*map(count, sys.argv[1:])))
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    sys.exit(failed > 0)
