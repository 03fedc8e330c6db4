# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The soak, in short: soak.py makes it as long as one likes. And that its judge is one."""

import itertools
import re
import unittest

import guests
import soak
from guests import harness, machine

# Another seed is another plan. What is found with one is found again with it.
PLAN = soak.Plan(operations=20_000, rounds=1, seed=2026)


class Soak(guests.MachineCase):
    options = soak.OPTIONS
    contents = PLAN.contents()

    def test_no_access_of_four_processes_is_lost_doubled_or_torn_and_memory_is_flat(self):
        verdict = soak.run(self.machine, PLAN, 0)
        self.assertEqual((verdict.faults, verdict.torn), ([], []))
        # They did take turns.
        self.assertGreater(verdict.handovers, 8)
        self.assertGreater(verdict.turns, 20)


class Judge(unittest.TestCase):
    """What soak.py says of a trace in which one thing is wrong."""

    files = PLAN.files[0]
    # What the watcher notes of a process, once and again.
    flat = 'syscr: 1\nsyscw: 1\nVmHWM: 900 kB\nRss: 800 kB\n.\n' * 2

    def bus(self, missing=None):
        """The processes one after the other."""
        return [access for file in itertools.chain(*self.files) if file.name != missing
                for access in file.bus]

    def judge(self, bus, out=None, memory=flat):
        out = soak.output(self.files) if out is None else out
        out += ''.join(f'memory\n{text}' for text in [*[self.flat] * 3, memory])
        verdict = soak.Verdict(self.files, machine.Result(0, out, '', bus))
        return verdict.faults, verdict.torn

    def test_nothing_is_wrong_with_what_was_planned(self):
        self.assertEqual(self.judge(self.bus()), ([], []))

    def test_an_access_that_is_lost(self):
        [fault], torn = self.judge(self.bus()[:-1])
        self.assertRegex(fault, r'^process 3.*: access (\d+) of \d+ is None, not ')
        self.assertEqual(torn, [])

    def test_an_access_that_is_doubled(self):
        bus = self.bus()
        [fault], torn = self.judge([bus[0], *bus])
        self.assertRegex(fault, '^process 0: access 1 of ')
        self.assertEqual(torn, [])

    def test_a_value_and_a_width_that_are_others(self):
        for change in ({'value': 1 << 32}, {'size': 8}):
            bus = self.bus()
            bus[1000] = bus[1000]._replace(**change)
            with self.subTest(**change):
                self.assertEqual([len(found) for found in self.judge(bus)], [1, 0])

    def test_an_access_to_a_port_of_nobody(self):
        self.assertEqual(self.judge([*self.bus(), machine.Access('write', 0x80, 1, 1)]),
                         (["nobody's: write 0x1 to 0x80, 8 bits"], []))

    def test_a_pair_that_is_torn(self):
        # Between an index of the first process and its data the last one has its turn.
        bus = self.bus()
        place = next(n for n, access in enumerate(bus) if access.port == soak.DATA)
        bus.insert(place, machine.Access('write', soak.INDEX, 0x70, 1))
        [fault], [torn] = self.judge(bus)
        self.assertRegex(fault, '^process 0 with the lock, access 0 to the pair: access 1 of ')
        self.assertRegex(torn, '^torn: write 0x70 to 0x70, 8 bits, .* (to|from) 0x71, 8 bits$')

    def test_a_file_that_is_missing(self):
        faults, torn = self.judge(self.bus(missing='0.2.09.b-shared'))
        self.assertEqual(faults[-1], 'process 2: 1 files are missing')
        self.assertEqual(torn, [])

    def test_an_output_that_is_another(self):
        out = soak.output(self.files).replace('0\n', '1\n', 1)
        [fault], _ = self.judge(self.bus(), out)
        self.assertRegex(fault, r"^expected '0\\n0\\n.*, got '1\\n0\\n")

    def test_memory_that_grows(self):
        for name in ('VmHWM', 'Rss'):
            grown = self.flat + re.sub(rf'{name}: \d+', f'{name}: 9000000', self.flat)
            with self.subTest(name=name):
                [fault], _ = self.judge(self.bus(), memory=grown)
                self.assertRegex(fault, '^process 3: .* which is more than it printed$')

    def test_memory_that_nobody_has_seen(self):
        for memory in ('', self.flat[:len(self.flat) // 2], 'syscr: 1\n.\n' * 2):
            with self.subTest(memory=memory):
                self.assertEqual(self.judge(self.bus(), memory=memory), (
                    ['the memory of 3 processes is known, not of 4'], []))


if __name__ == '__main__':
    harness.main()
