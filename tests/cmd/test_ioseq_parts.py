# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Files in parts: what holds only if a value is there, and chips closed one by one."""

import sequences
from simulated import harness


class Only(sequences.SequenceCase):
    def test_what_holds_goes_on(self):
        self.put(0x80, 1)
        self.put(0x81, 2)
        text = 'only iopoll8 -t 0 0x55 0x55 0x66\niow8 0x80 1\nfinally iow8 0x81 2\n'
        self.check_script(text, out='0x55\n')
        self.check_script(text, '-v', out='only iopoll8 -t 0s 0x55 0x55 0x66: 0x55\n'
                                          'iow8 0x80 0x01: 1\niow8 0x81 0x02: 1\n')

    def test_what_does_not_hold_ends_the_run_without_failure(self):
        self.put(0x81, 2)
        self.check_script('only iopoll8 -t 0 0x55 1\niow8 0x80 1\nfinally iow8 0x81 2\n',
                          out='0x55\n')

    def test_verbose_says_why_it_ends(self):
        self.put(0x81, 2)
        self.check_script('only iopoll8 -t 0 0x55 1\niow8 0x80 1\nfinally iow8 0x81 2\n', '-v',
                          out='only iopoll8 -t 0s 0x55 0x01: 0x55, and so the run ends here\n'
                              'iow8 0x81 0x02: 1\n')

    def test_it_may_be_a_value_that_is_not_there(self):
        self.put(0x80, 1)
        self.check_script('only iopoll8 -q --not -t 0 0x55 1 2\niow8 0x80 1\n')
        self.check_script('only iopoll8 -q --not -t 0 0x55 1 0x55\niow8 0x82 1\n')

    def test_a_dry_run_shows_it(self):
        self.check_script('only iopoll8 -t 0 0x55 1\nfinally\n', '-n', out='''\
only iopoll8 -t 0s 0x55 0x01: simulated
    read from 0x55, 8 bits
    ... until it is 0x01, for at most 0s
finally
''')


class Parts(sequences.SequenceCase):
    CHIPS = '''\
iow8 0x80 1
finally iow8 0x81 2
iow8 0x82 3
finally
iow8 0x83 4
finally iow8 0x84 5
'''

    def test_finally_alone_does_now_what_waits_for_the_end(self):
        for port, value in ((0x80, 1), (0x81, 2), (0x82, 3), (0x83, 4), (0x84, 5)):
            self.put(port, value)
        self.check_script(self.CHIPS, '-v', out='''\
iow8 0x80 0x01: 1
iow8 0x82 0x03: 1
iow8 0x81 0x02: 1
iow8 0x83 0x04: 1
iow8 0x84 0x05: 1
''')

    def test_a_dry_run_has_the_order_of_a_run(self):
        self.check_script(self.CHIPS, '-n', out='''\
iow8 0x80 0x01: simulated
    write 0x01 to 0x80, 8 bits
iow8 0x82 0x03: simulated
    write 0x03 to 0x82, 8 bits
finally
finally iow8 0x81 0x02: simulated
    write 0x02 to 0x81, 8 bits
iow8 0x83 0x04: simulated
    write 0x04 to 0x83, 8 bits
finally iow8 0x84 0x05: simulated
    write 0x05 to 0x84, 8 bits
''')

    def test_a_part_that_was_not_begun_is_not_closed(self):
        self.put(0x80, 1)
        self.put(0x81, 2)
        self.check_script('iow8 0x80 1\nfinally iow8 0x81 2\niopoll8 -q -t 0 0x55 1\n'
                          'finally\niow8 0x83 4\nfinally iow8 0x84 5\n', status=1,
                          err='ioseq: test.ioseq:3: 0x55: it is 0x55, not 0x01; '
                              '2 of 6 operations done\n')

    def test_what_was_done_at_a_part_s_end_is_not_done_again(self):
        self.put(0x80, 1)
        self.put(0x81, 2)
        self.put(0x84, 5)
        self.check_script('iow8 0x80 1\nfinally iow8 0x81 2\nfinally\n'
                          'iow8 0x81 9\niow8 0x81 2\nfinally iow8 0x84 5\n'
                          'iopoll8 -q -t 0 0x55 1\n', status=1,
                          err='ioseq: test.ioseq:7: 0x55: it is 0x55, not 0x01; '
                              '6 of 7 operations done\n')

    def test_a_part_that_can_t_be_closed_ends_the_run(self):
        self.put(0x80, 1)
        self.put(0x81, 2)
        self.check_script('iow8 0x80 1\nfinally iopoll8 -q -t 0 0x55 1\nfinally iow8 0x81 2\n'
                          'finally\niow8 0x83 4\nfinally iow8 0x84 5\n', status=1,
                          err='ioseq: test.ioseq:2: 0x55: it is 0x55, not 0x01; '
                              '2 of 6 operations done\n')

    def test_parts_can_be_empty(self):
        self.put(0x80, 1)
        self.check_script('finally\nfinally # twice\niow8 0x80 1\n  finally\t\nfinally\n')


if __name__ == '__main__':
    harness.main()
