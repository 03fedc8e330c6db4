# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""--json: each result as an object in a line of its own."""

import json

import sequences
from simulated import harness


class Json(sequences.SequenceCase):
    def check_json(self, command, *words, objects, status=0, err=''):
        """Its whole output, as lines in ASCII that are these objects."""
        lines = ''.join(json.dumps(one) + '\n' for one in objects)
        self.check(command, '--json', *words, out=lines, status=status, err=err)

    def test_a_read_has_its_value(self):
        self.check_json('ior8', '0x80', objects=[
            {'command': 'ior8', 'address': 0x80, 'value': 0x80}])
        self.check_json('ior32', '0xfffc', '4', objects=[
            {'command': 'ior32', 'address': 0xfffc,
             'value': int.from_bytes(self.ports[0xfffc:], 'little')},
            {'command': 'ior32', 'address': 4, 'value': 0x07060504}])

    def test_a_write_has_its_value_and_its_count(self):
        self.put(0x80, 0x5a, 0xa5)
        self.check_json('iow8', '0x80', '0x5a', '0x81', '0xa5', objects=[
            {'command': 'iow8', 'address': 0x80, 'value': 0x5a, 'count': 1},
            {'command': 'iow8', 'address': 0x81, 'value': 0xa5, 'count': 1}])

    def test_a_write_under_a_mask_has_what_was_before(self):
        self.put(0x10, 0x1f, 0xff)
        self.check_json('iow16', '0x10', '0xff0f:0xff0f', objects=[
            {'command': 'iow16', 'address': 0x10, 'value': 0xff1f, 'mask': 0xff0f, 'count': 2,
             'before': 0x10}])
        self.put(0x20, 0x33)
        self.check_json('iow16', '0x20', '0x33:0xff', objects=[
            {'command': 'iow16', 'address': 0x20, 'value': 0x33, 'mask': 0xff, 'count': 1}])
        self.put(0x30, 0x44, 0x31)
        self.check_json('iow16', '-x', '0x30', '0x44:0xff', objects=[
            {'command': 'iow16', 'address': 0x30, 'value': 0x3144, 'mask': 0xff, 'count': 2,
             'before': 0x3130}])

    def test_a_write_that_is_verified_has_what_was_read_back(self):
        self.put(0x10, 0x22, 0x11)
        self.check_json('iow16', '--verify', '0x10', '0x1122', objects=[
            {'command': 'iow16', 'address': 0x10, 'value': 0x1122, 'count': 2, 'after': 0x1122}])

    def test_a_poll_says_whether_it_matched(self):
        self.check_json('iopoll8', '0x10', '0x10', objects=[
            {'command': 'iopoll8', 'address': 0x10, 'value': 0x10, 'matched': True}])
        self.check_json('iopoll16', '-t', '0', '0x10', '0x01:0x01', status=1, objects=[
            {'command': 'iopoll16', 'address': 0x10, 'value': 0x1110, 'matched': False}],
            err='iopoll16: 0x10: it is 0x1110, not 0x0001:0x0001; 0 of 1 operations done\n')

    def test_a_file_has_the_lines_and_the_same_results_as_without(self):
        text = ('iow8 0x80 1\n\n# nothing\nior8 0x80 0x81 # two\nfinally iow8 0x80 0x80\n'
                'iopoll8 -t 1s 0x80 1\nsleep 1us\nior8 -q 0x80\nfinally ior16 2\n')
        self.check_script(text, '--json', out=''.join(json.dumps(one) + '\n' for one in [
            {'command': 'ior8', 'address': 0x80, 'value': 1, 'line': 4},
            {'command': 'ior8', 'address': 0x81, 'value': 0x81, 'line': 4},
            {'command': 'iopoll8', 'address': 0x80, 'value': 1, 'matched': True, 'line': 6},
            {'command': 'ior16', 'address': 2, 'value': 0x0302, 'line': 9}]))
        self.check_script(text, '--json', '-q')
        self.check_script(text, '--json', '-v', out=''.join(json.dumps(one) + '\n' for one in [
            {'command': 'iow8', 'address': 0x80, 'value': 1, 'count': 1, 'line': 1},
            {'command': 'ior8', 'address': 0x80, 'value': 1, 'line': 4},
            {'command': 'ior8', 'address': 0x81, 'value': 0x81, 'line': 4},
            {'command': 'iopoll8', 'address': 0x80, 'value': 1, 'matched': True, 'line': 6},
            {'command': 'sleep', 'microseconds': 1, 'line': 7},
            {'command': 'iow8', 'address': 0x80, 'value': 0x80, 'count': 1, 'line': 5},
            {'command': 'ior16', 'address': 2, 'value': 0x0302, 'line': 9}]))

    def test_many_results_are_held_and_none_is_lost(self):
        text = 'iow32 -f 0xfffc 4294967295:4294901760 --verify\n' * 5000
        self.put(0xfffe, 0xff, 0xff)
        self.check_script(text, '--json', '-v', out=''.join(json.dumps({
            'command': 'iow32', 'address': 0xfffc, 'value': 0xffff0000, 'mask': 0xffff0000,
            'count': 2, 'after': 0xffff0000, 'line': line}) + '\n'
            for line in range(1, 5001)))

    def test_a_dry_run_has_no_results(self):
        err = '{}: --json: a dry run has no results; leave out one of the two\n'
        self.check('ior8', '--json', '-n', '1', status=64, err=err.format('ior8'))
        self.check_script('ior8 1\n', '--json', '-n', status=64, err=err.format('ioseq'))
        # No file is read for that.
        self.check('ioseq', '--json', '-n', 'missing', status=64, err=err.format('ioseq'))

    def test_a_line_of_a_file_does_not_take_it(self):
        self.check_script('ior8 --json 1\n', status=65,
                          err="test.ioseq:1:6: '--json': not an option that a line can have; give "
                              'it to ioseq\nioseq: test.ioseq: 1 error; nothing was read or '
                              'written\n')


if __name__ == '__main__':
    harness.main()
