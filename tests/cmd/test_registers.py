# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Registers behind two ports: what is said, what is refused, and each access in its order."""

import chips
from simulated import harness

SUPERIO = ['-I', '0x2e', '--enter', '0x87,0x87', '--bank', '7=0x0b', '--exit', '0xaa']


class RegistersCase(chips.ChipCase):
    def setUp(self):
        super().setUp()
        self.put_cmos()
        self.put_superio()
        self.device.write_bytes(bytes(65536))

    def on_chips(self, command, *words, status=0, out='', err='', trace=None):
        """Run a command, and compare all that it says, and all accesses that it makes."""
        result = self.run_command(command, '-d', 'ports.img', *words)
        self.assertEqual((result.returncode, result.stdout.decode(), result.stderr.decode()),
                         (status, out, err))
        bus = self.bus()
        if trace is not None:
            self.assertEqual(bus, [line.strip() for line in trace.strip().splitlines()])


class Indexed(RegistersCase):
    def test_the_index_comes_before_each_access(self):
        self.on_chips('ior8', '-I', '0x70', '0x40', '0x0d', out='0x40\n0x0d\n', trace='''
                      w 0x70 0x40
                      r 0x71 0x40
                      w 0x70 0x0d
                      r 0x71 0x0d''')
        self.on_chips('iow8', '--index=0x70,0x71', '0x40=0x55', out='1\n', trace='''
                      w 0x70 0x40
                      w 0x71 0x55''')

    def test_it_comes_again_between_the_read_and_the_write_of_a_mask(self):
        self.on_chips('iow8', '-v', '--verify', '-I', '0x70', '0x40', '5:0xf',
                      out='iow8 -I 0x70,0x71 0x40 0x05:0x0f: 1, 0x40 -> 0x45, read back 0x45\n',
                      trace='''
                      w 0x70 0x40
                      r 0x71 0x40
                      w 0x70 0x40
                      w 0x71 0x45
                      w 0x70 0x40
                      r 0x71 0x45''')

    def test_it_comes_before_each_read_of_a_poll(self):
        self.on_chips('iopoll8', '-t', '1us', '-i', '1us', '-I', '0x70', '0x0a', '0:0x80',
                      out='0x0a\n', trace='w 0x70 0x0a\nr 0x71 0x0a')
        self.on_chips('iopoll8', '-t', '0', '-I', '0x70', '0x0a', '1', status=1, out='0x0a\n',
                      err='iopoll8: register 0xa behind 0x70: it is 0x0a, not 0x01; '
                          '0 of 1 operations done\n', trace='w 0x70 0x0a\nr 0x71 0x0a')
        result = self.run_command('iopoll8', '-d', 'ports.img', '-t', '3ms', '-i', '1ms', '-I',
                                  '0x70', '0x0a', '1')
        self.assertEqual(result.returncode, 1)
        reads = self.bus()
        self.assertGreaterEqual(len(reads), 4)
        self.assertEqual(reads, ['w 0x70 0x0a', 'r 0x71 0x0a'] * (len(reads) // 2))

    def test_ranges_are_of_registers(self):
        self.on_chips('ior8', '-I', '0x70', '0x10-0x12', out='0x10\n0x11\n0x12\n')
        self.on_chips('ior16', '-I', '0x80', '0xfffe+2', out='0x0000\n', trace='''
                      w 0x80 0xfe
                      w 0x81 0xff
                      r 0x82 0x00
                      r 0x83 0x00''')

    def test_the_width_is_that_of_index_and_data(self):
        self.on_chips('iow32', '-I', '0x80', '0x12345678=1', out='4\n', trace='''
                      w 0x80 0x78
                      w 0x81 0x56
                      w 0x82 0x34
                      w 0x83 0x12
                      w 0x84 0x01
                      w 0x85 0x00
                      w 0x86 0x00
                      w 0x87 0x00''')

    def test_a_write_of_several_bytes_under_a_mask_is_of_all_of_them(self):
        self.on_chips('iow16', '-v', '-I', '0x80,0x90', '5=0x100:0x100',
                      out='iow16 -I 0x80,0x90 0x5 0x0100:0x0100: 2, 0x0000 -> 0x0100\n', trace='''
                      w 0x80 0x05
                      w 0x81 0x00
                      r 0x90 0x00
                      r 0x91 0x00
                      w 0x80 0x05
                      w 0x81 0x00
                      w 0x90 0x00
                      w 0x91 0x01''')

    def test_it_is_an_option_of_a_line(self):
        (self.directory / 'x.ioseq').write_text(
            'iow8 -I 0x70 0x40=0x55\nior8 0x40 --index 0x70\nior8 0x40\nior8 -I 0x70 0x41\n'
            'ior8 -I 0x70,0x90 0x41\n')
        self.on_chips('ioseq', '-v', 'x.ioseq', out='''\
iow8 -I 0x70,0x71 0x40 0x55: 1
ior8 -I 0x70,0x71 0x40: 0x55
ior8 0x40: 0x00
ior8 -I 0x70,0x71 0x41: 0x41
ior8 -I 0x70,0x90 0x41: 0x00
''')

    def test_beside_it_a_line_can_read_or_write_in_another_way(self):
        self.put_ec()
        for text, out in (('iow8 -I 0x70 0x40=0x55\nior8 -x 0x80\n', '0x00\n'),
                          ('ior8 0x80\nior8 -x -I 0x70 0x41\n', '0x00\n0x41\n'),
                          ('ior8 -f 0x80\niow8 -I 0x70 0x40=0x55\n', '0x00\n'),
                          ('iow8 -I 0x70 0x40=0x55\niow8 -x --ec 0x24=1\n', '')):
            with self.subTest(text=text):
                (self.directory / 'x.ioseq').write_text(text)
                self.on_chips('ioseq', 'x.ioseq', out=out)

    def test_a_file_can_have_127_different_pairs(self):
        lines = [f'ior8 -q -I {2 * n} 1\n' for n in range(128)]
        self.device.write_bytes(bytes(65536))
        (self.directory / 'x.ioseq').write_text(''.join(lines[:127] + lines[:2]))
        self.on_chips('ioseq', 'x.ioseq')
        (self.directory / 'x.ioseq').write_text(''.join(lines))
        self.on_chips('ioseq', 'x.ioseq', status=65, trace='',
                      err='x.ioseq:128:1: more than 127 different pairs of ports\n'
                          'ioseq: x.ioseq: 1 error; nothing was read or written\n')

    def test_a_dump_leaves_out_what_a_read_changes_and_goes_on_behind_it(self):
        self.on_chips('iodump8', '-I', '0x70', '0x0b-0x0d', out='''\
       0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  0123456789abcdef
0x00                                    0b -- 0d                   . .
''', trace='''
                      w 0x70 0x0b
                      r 0x71 0x0b
                      w 0x70 0x0d
                      r 0x71 0x0d''')

    def test_an_object_has_the_register_and_both_ports(self):
        self.on_chips('ior8', '--json', '-I', '0x70', '0x40',
                      out='{"command": "ior8", "address": 64, "index": 112, "data": 113, '
                          '"value": 64}\n')

    def test_what_can_t_be_is_refused(self):
        pair = 'expected INDEX or INDEX,DATA, ports from 0 to 0xffff'
        for words, status, err in (
                (['-I', '0x70', '0x100'], 64, "'0x100': too large; expected an address, 0 to 0xff "
                                              '(decimal, 0x, 0b or 0o)'),
                (['-I', '70h', '1'], 64, f"-I: '70h': not a number; {pair}"),
                (['-I', '0x70,', '1'], 64, f"-I: '0x70,': an empty word; {pair}"),
                (['-I', '0x10000', '1'], 64, f"-I: '0x10000': too large; {pair}"),
                (['-I', '0x70,0x71,2', '1'], 64, f"-I: '0x70,0x71,2': not a number; {pair}"),
                (['-I', '0x70,0x70', '1'], 64, "0x70: the data port is one of the index port's"),
                (['-I', '0xffff', '1'], 64, '0x10000: the access is past the last port, '
                                            '0xffff; check the port and the width'),
                (['--ec=0x66', '1'], 64, "--ec: '0x66': the data port is missing; expected "
                                         'COMMAND,DATA, two ports'),
                (['-I', '0xffff', '--bank', '7=1', '1'], 64,
                 '0x10000: the access is past the last port, 0xffff; check the port and the '
                 'width'),
                (['--bank', '1=2', '2'], 64, '--enter, --bank and --exit are for registers; '
                                             'expected -I INDEX[,DATA] with them'),
                (['--enter', '1', '2'], 64, '--enter, --bank and --exit are for registers; '
                                            'expected -I INDEX[,DATA] with them'),
                (['--ec', '--exit', '1', '2'], 64, '--enter, --bank and --exit are for registers; '
                                                   'expected -I INDEX[,DATA] with them')):
            with self.subTest(words=words):
                self.on_chips('ior8', *words, status=status, err=f'ior8: {err}\n', trace='')

    def test_the_pci_trap_is_in_an_index_too(self):
        self.on_chips('ior32', '-I', '0xcf8', '0x80000000', status=78,
                      err='ior32: 0xcf8: in 4 single bytes, a write to 0xcf8-0xcfb can get to the '
                          'reset register 0xcf9; use -x\n', trace='')
        # Where no word is missing, it is not told how words are spelled.
        self.on_chips('iow16', '-I', '0xcf9', status=78,
                      err='iow16: 0xcf9: in 2 single bytes, a write to 0xcf8-0xcfb can get to the '
                          'reset register 0xcf9; use iow8 for single ports\n', trace='')
        # A bank is written, whatever the rest is.
        self.on_chips('ior16', '-I', '0xcf6,0xcf9', '--bank', '1=2', '3', status=78,
                      err='ior16: 0xcf9: in 2 single bytes, a write to 0xcf8-0xcfb can get to the '
                          'reset register 0xcf9; use iow8 for single ports\n', trace='')
        self.on_chips('ior8', '-I', '0xcf8', '0x80', out='0x00\n',
                      trace='w 0xcf8 0x80\nr 0xcf9 0x00')
        self.on_chips('ior32', '-x', '-I', '0xcf8', '0x80000000', out='0x00000000\n')


class SuperIo(RegistersCase):
    def test_verbose_shows_all_of_it(self):
        self.on_chips('ior8', '-v', *SUPERIO, '0x30', out='''\
iow8 0x2e 0x87: 1
iow8 0x2e 0x87: 1
iow8 -I 0x2e,0x2f 0x7 0x0b: 1, 0x00 -> 0x0b
ior8 -I 0x2e,0x2f 0x30: 0xe0
iow8 -I 0x2e,0x2f 0x7 0x00: 1
iow8 0x2e 0xaa: 1
''')

    def test_a_bank_s_mask_leaves_its_other_bits_alone(self):
        self.put_registers(0x50).registers[0][0x4e] = 0x84
        self.on_chips('ior8', '-v', '-I', '0x50', '--bank', '0x4e=1:0x07', '0x20', out='''\
iow8 -I 0x50,0x51 0x4e 0x01:0x07: 1, 0x84 -> 0x81
ior8 -I 0x50,0x51 0x20: 0x20
iow8 -I 0x50,0x51 0x4e 0x84: 1
''', trace='''
                      w 0x50 0x4e
                      r 0x51 0x84
                      w 0x50 0x4e
                      w 0x51 0x81
                      w 0x50 0x20
                      r 0x51 0x20
                      w 0x50 0x4e
                      w 0x51 0x84''')
        self.on_chips('ior8', '-n', '-I', '0x50', '--bank', '0x4e=1:0x07', '0x20', out='''\
iow8 -I 0x50,0x51 0x4e 0x01:0x07: simulated
    write 0x4e to 0x50, 8 bits
    read from 0x51, 8 bits
    write 0x4e to 0x50, 8 bits
    write 0x01:0x07 to 0x51, 8 bits
ior8 -I 0x50,0x51 0x20: simulated
    write 0x20 to 0x50, 8 bits
    read from 0x51, 8 bits
finally iow8 -I 0x50,0x51 0x4e as it was: simulated
    write 0x4e to 0x50, 8 bits
    write what was read to 0x51, 8 bits
''')

    def test_a_bank_that_can_t_be_read_is_not_written(self):
        self.chips.fail_at = 4
        self.on_chips('ior8', *SUPERIO, '0x30', status=74, err=(
            'ior8: register 0x7 behind 0x2e: read 0 of 1 bytes: Input/output error; 3 of 6 '
            'operations done\n'), trace='''
                      w 0x2e 0x87
                      w 0x2e 0x87
                      w 0x2e 0x07
                      r 0x2f failed
                      w 0x2e 0xaa''')

    def test_a_bank_is_verified_too(self):
        monitor = ['-I', '0x50', '--bank', '0x4e=1:0x07', '--verify', '0x20=5']
        self.put_monitor(0x50)
        self.on_chips('iow8', '-v', *monitor, out='''\
iow8 -I 0x50,0x51 0x4e 0x01:0x07: 1, 0x00 -> 0x01, read back 0x01
iow8 -I 0x50,0x51 0x20 0x05: 1, read back 0x05
iow8 -I 0x50,0x51 0x4e 0x00: 1, read back 0x00
''', trace='''
                      w 0x50 0x4e
                      r 0x51 0x00
                      w 0x50 0x4e
                      w 0x51 0x01
                      w 0x50 0x4e
                      r 0x51 0x01
                      w 0x50 0x20
                      w 0x51 0x05
                      w 0x50 0x20
                      r 0x51 0x05
                      w 0x50 0x4e
                      w 0x51 0x00
                      w 0x50 0x4e
                      r 0x51 0x00''')

    def test_in_a_bank_that_did_not_come_nothing_is_written(self):
        # The chip is closed.
        self.on_chips('iow8', '-I', '0x2e', '--bank', '7=1', '--verify', '0x30=5', status=74, err=(
            'iow8: register 0x7 behind 0x2e: wrote 0x01, but read back 0xff; 1 of 3 operations '
            'done\n'), trace='''
                      w 0x2e 0x07
                      r 0x2f 0xff
                      w 0x2e 0x07
                      w 0x2f 0x01
                      w 0x2e 0x07
                      r 0x2f 0xff
                      w 0x2e 0x07
                      w 0x2f 0xff
                      w 0x2e 0x07
                      r 0x2f 0xff''')

    def test_a_dry_run_shows_each_cycle_of_it(self):
        self.on_chips('ior8', '-n', *SUPERIO, '0x30', out='''\
iow8 0x2e 0x87: simulated
    write 0x87 to 0x2e, 8 bits
iow8 0x2e 0x87: simulated
    write 0x87 to 0x2e, 8 bits
iow8 -I 0x2e,0x2f 0x7 0x0b: simulated
    write 0x07 to 0x2e, 8 bits
    read from 0x2f, 8 bits
    write 0x07 to 0x2e, 8 bits
    write 0x0b to 0x2f, 8 bits
ior8 -I 0x2e,0x2f 0x30: simulated
    write 0x30 to 0x2e, 8 bits
    read from 0x2f, 8 bits
finally iow8 -I 0x2e,0x2f 0x7 as it was: simulated
    write 0x07 to 0x2e, 8 bits
    write what was read to 0x2f, 8 bits
finally iow8 0x2e 0xaa: simulated
    write 0xaa to 0x2e, 8 bits
''', trace='')

    def test_a_dry_run_shows_each_byte_of_a_bank_that_is_put_back(self):
        for option, cycles in (([], """\
    write 0x07 to 0x4e, 8 bits
    write 0x00 to 0x4f, 8 bits
    write what was read to 0x50, 8 bits
    write what was read to 0x51, 8 bits
"""), (['-x'], """\
    write 0x0007 to 0x4e, 16 bits
    write what was read to 0x50, 16 bits
""")):
            with self.subTest(option=option):
                result = self.run_command('ior16', '-n', '-d', 'ports.img', *option, '-I', '0x4e',
                                          '--bank', '7=1', '0x30')
                self.assertEqual(result.stdout.decode().partition('finally ')[2],
                                 f'iow16 -I 0x4e,0x50 0x7 as it was: simulated\n{cycles}')

    def test_registers_that_are_written_first_are_so_in_the_width_of_the_command(self):
        self.on_chips('iow16', '-v', '-I', '0x90', '--enter', '1,5=6', '3', '4',
                      out='iow8 0x90 0x01: 1\niow16 -I 0x90,0x92 0x5 0x0006: 2\n'
                          'iow16 -I 0x90,0x92 0x3 0x0004: 2\n')
        self.on_chips('ior16', '-v', '-I', '0x90', '--exit', '7=8', '3',
                      out='ior16 -I 0x90,0x92 0x3: 0x0004\niow16 -I 0x90,0x92 0x7 0x0008: 2\n')

    def test_wrong_words_are_told_with_their_option(self):
        number = '(decimal, 0x, 0b or 0o)'
        for words, err in (
                (['--enter', '0x87,zz'], "--enter: 'zz': not a number; expected a value, "
                                         f'0 to 0xff {number}'),
                (['--exit', '0x100'], f"--exit: '0x100': too large; expected a value, 0 to 0xff {number}"),
                (['--exit', '0x87 0x87'], "--exit: '0x87 0x87': expected bytes or REG=VALUE, with "
                                          'a comma between them'),
                (['--enter', '0x87,'], "--enter: '0x87,': expected bytes or REG=VALUE, with a comma "
                                       'between them'),
                (['-I', '0x2e '], "-I: '0x2e ': not a number; expected INDEX or INDEX,DATA, ports "
                                  'from 0 to 0xffff'),
                (['--enter', '0x87:0x0f'], "--enter: '0x87:0x0f': expected bytes or REG=VALUE, "
                                           'with a comma between them'),
                (['--enter', '#'], "--enter: '#': expected bytes or REG=VALUE, with a comma between "
                                   'them'),
                (['--bank', '7'], "--bank: '7': expected REG=VALUE"),
                (['--bank', '7=1 8=2'], "--bank: '7=1 8=2': expected REG=VALUE"),
                (['--bank', '7=1\n8=2'], "--bank: '7=1\\x0a8=2': expected REG=VALUE"),
                (['--bank', '7=1 #8'], "--bank: '7=1 #8': expected REG=VALUE"),
                (['--bank', '#7=1'], "--bank: '#7=1': expected REG=VALUE"),
                (['--bank', '0x100=1'], "--bank: '0x100=1': too large; expected an address, "
                                        f'0 to 0xff {number}')):
            with self.subTest(words=words):
                self.on_chips('ior8', '-I', '0x2e', *words, '0x30', status=64,
                              err=f'ior8: {err}\n', trace='')


class EmbeddedController(RegistersCase):
    def test_its_registers_are_bytes(self):
        self.on_chips('ior16', '--ec', '0x24', status=64,
                      err='ior16: --ec: the registers of an embedded controller are of 8 bits\n')

    def test_a_dry_run_shows_the_handshake(self):
        self.on_chips('iow8', '-n', '--ec', '0x24=1', trace='', out='''\
iow8 --ec=0x66,0x62 0x24 0x01: simulated
    read from 0x66, 8 bits
    ... until it is 0x00:0x02
    write 0x81 to 0x66, 8 bits
    read from 0x66, 8 bits
    ... until it is 0x00:0x02
    write 0x24 to 0x62, 8 bits
    read from 0x66, 8 bits
    ... until it is 0x00:0x02
    write 0x01 to 0x62, 8 bits
    read from 0x66, 8 bits
    ... until it is 0x00:0x02
''')

    def test_one_that_answers_no_more_is_told_beside_what_was_done(self):
        for command, words, out, wrong in (
                ('iow8', ['--verify', '0x24=1'], '1\n',
                 "read back 0 of 1 bytes: waited in vain for the controller's answer"),
                ('iopoll8', ['-i', '1us', '0x24=1'], '',
                 'read 0 of 1 bytes: waited in vain for the controller to take the command')):
            with self.subTest(command=command):
                self.put_ec(never_takes=5)
                self.on_chips(command, '--ec', *words, status=74, out=out, err=(
                    f'{command}: register 0x24 behind 0x66: {wrong}; 0 of 1 operations done\n'))


if __name__ == '__main__':
    harness.main()
