# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What accesses cost is what it was: no ratio of tests/benchmarks/ratios is worse by 3 %."""

import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'benchmarks'))

import bench
import guests
from guests import harness

RATIOS = harness.SOURCE / 'tests/benchmarks/ratios'
MARGIN = 1.03


def release():
    """The Debian that this is: its compiler, C library and kernel have their part in a cost."""
    found = re.search('^VERSION_CODENAME=(.*)$', pathlib.Path('/etc/os-release').read_text(),
                      re.MULTILINE)
    return found[1] if found else 'unknown'


def recorded():
    """The ratio of each row, by its group and its name."""
    ratios = {}
    for line in RATIOS.read_text().splitlines():
        if line.startswith(release()):
            _, ratio, title, name = re.split(r'\t+', line)
            ratios[title, name] = float(ratio)
    return ratios


class Cost(guests.MachineCase):
    programs = ['outb']
    options = bench.OPTIONS

    @classmethod
    def files(cls):
        directory = cls.enterClassContext(tempfile.TemporaryDirectory(prefix='cost.'))
        return [*bench.compile_programs(pathlib.Path(directory), harness.BUILD)]

    def test_no_row_costs_more_than_it_did(self):
        before, now = recorded(), []
        for group in bench.figures(self.machine, bench.GUARDED):
            for row in group['rows']:
                # What is not ours is what ours is compared with.
                if not row['name'].startswith(('io', 'the same')) or row is group['rows'][0]:
                    continue
                key = group['title'], row['name']
                now.append('\t'.join([release(), f'{row["ratio"]:.3f}', *key]))
                with self.subTest(group=key[0], row=key[1]):
                    self.assertIn(key, before)
                    self.assertLessEqual(row['ratio'], before[key] * MARGIN)
        path = harness.BUILD / RATIOS.name
        path.write_text(''.join(f'{line}\n' for line in now))
        with self.subTest(f'if a row is gone, or better for good, take what is in {path}'):
            self.assertEqual(len(now), len(before))


if __name__ == '__main__':
    harness.main()
