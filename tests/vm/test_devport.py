# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands on a real /dev/port, judged by QEMU's trace of the bus."""

import pathlib
import re

import guests
from guests import harness, machine, reads, writes

import manual


# Each action in each way: what -n says of these is held against what the bus then sees.
ACTIONS = [
    'iow8 0x80 0x5a', 'iow16 0xe0 0x1122', 'iow32 0xe0 0x11223344', 'iow32 -f 0xe0 5',
    'iow8 0xe0 0x10:0x30', 'iow16 0xe0 0x0f0f:0xffff', 'iow16 0xe0 0x1234:0x0ff0',
    'iow16 0xe0 0x1234:0xff00', 'iow16 0xe0 0x1234:0x00ff', 'iow32 0xe0 0x11223344:0xff0000ff',
    'iow32 0xe0 0x11223344:0x00f0ff00', 'iow32 0xe0 5:0',
    'iow8 --verify 0xe0 0x5a', 'iow32 --verify 0xe0 0x11223344',
    'iow32 --verify 0xe0 0x11223344:0xff00ff00', 'iow16 --verify 0xe0 0x0101:0x0ff0',
    'iow8 -x 0xe0 1', 'iow16 -x 0xe0 0x1122', 'iow32 -x 0xe0 0x11223344',
    'iow16 -x 0xe0 0x1122:0x00ff', 'iow32 -x --verify 0xe0 0x11223344:0xff00ff00',
    'iow32 -x 0xe0 5:0', 'ior8 0x80 0xe0', 'ior16 0xe0', 'ior16 0xe1', 'ior16 -x 0xe0',
    'ior32 -x 0xe0', 'iopoll8 0xe0 0:0', 'iopoll16 -t 0 0xe0 0:0', 'iopoll32 -x 0xe0 0:0',
    'iow16 0xe0 0x1234 0xe2 0x5678:0x0ff0', 'iow8 --log --exclusive 0xe0 1',
]

# "write 0x05:0x0f to 0xe0, 8 bits": the bits of the mask are what is known before.
CYCLE = re.compile(
    r'    (write|read) (?:(0x[0-9a-f]+)(?::(0x[0-9a-f]+))? to|from) (0x[0-9a-f]+), (\d+) bits')


class Devport(guests.MachineCase):
    def test_a_dry_run_tells_the_cycles_that_the_bus_then_sees(self):
        for command in ACTIONS:
            with self.subTest(command=command):
                name, words = command.split(' ', 1)
                plan = self.machine.run(f'{name} -n {words}')
                self.assertEqual((plan.status, plan.err, plan.bus), (0, '', []))
                cycles = CYCLE.findall(plan.out)
                run = self.machine.run(f'iow32 0xe0 0x89abcdef; {command}')
                self.assertEqual((run.status, run.err), (0, ''))
                self.assertEqual([(a.kind, f'{a.port:#x}', str(8 * a.size)) for a in run.bus[4:]],
                                 [(kind, port, bits) for kind, _, _, port, bits in cycles])
                for access, (_, value, mask, _, bits) in zip(run.bus[4:], cycles):
                    if value:
                        mask = int(mask or hex(2 ** int(bits) - 1), 16)
                        self.assertEqual(access.value & mask, int(value, 16))

    def test_a_write_of_8_bits_is_one_access(self):
        self.check('iow8 0x80 0x5a', out='1\n', bus=writes(0x80, 0x5a))

    def test_a_write_of_16_bits_is_two_bytes_lowest_port_first(self):
        self.check('iow16 0xe0 0x1122', out='2\n', bus=writes(0xe0, 0x22, 0x11))

    def test_a_write_of_32_bits_is_four_bytes_lowest_port_first(self):
        self.check('iow32 0xe0 0x11223344', out='4\n',
                   bus=writes(0xe0, 0x44, 0x33, 0x22, 0x11))

    def test_reads_of_all_widths_are_bytes_lowest_port_first(self):
        self.machine.run('iow32 0xe0 0x11223344')
        self.check('ior8 0xe0', out='0x44\n', bus=reads(0xe0, 0x44))
        self.check('ior16 0xe0', out='0x3344\n', bus=reads(0xe0, 0x44, 0x33))
        self.check('ior32 0xe0', out='0x11223344\n', bus=reads(0xe0, 0x44, 0x33, 0x22, 0x11))

    def test_an_unaligned_write_is_bytes_too(self):
        self.check('iow16 0xe1 0x1122', out='2\n', bus=writes(0xe1, 0x22, 0x11))

    def test_the_last_ports_are_reached(self):
        self.check('iow8 0xffff 1', out='1\n', bus=writes(0xffff, 1))
        self.check('iow16 0xfffe 0x0201', out='2\n', bus=writes(0xfffe, 1, 2))
        self.check('iow32 0xfffc 0x04030201', out='4\n', bus=writes(0xfffc, 1, 2, 3, 4))

    def test_an_access_past_the_last_port_reaches_none(self):
        spellings = '(decimal, 0x, 0b or 0o)'
        self.check('iow16 0xffff 1', status=64,
                   err=f"iow16: '0xffff': too large; expected an address, 0 to 0xfffe {spellings}\n")
        self.check('iow32 0xfffe 1', status=64,
                   err=f"iow32: '0xfffe': too large; expected an address, 0 to 0xfffc {spellings}\n")
        self.check('ior32 0xfffe', status=64,
                   err=f"ior32: '0xfffe': too large; expected an address, 0 to 0xfffc {spellings}\n")

    def test_several_pairs_are_written_in_order(self):
        self.check('iow8 0xe1 1 0xe0 2 0xe1 3', out='1\n1\n1\n',
                   bus=writes(0xe1, 1) + writes(0xe0, 2) + writes(0xe1, 3))

    def test_a_wrong_word_keeps_the_good_ones_before_it_from_the_bus(self):
        for words in ('0x81 0x1ff', '0x81 070', '0x81 " 5"', '0x81 5x', '0x81 -1', '0x81 +1',
                      '0x81 ""', '0x81 0x', '65536 1', '0x81 65536',
                      '0x81 18446744073709551616', '18446744073709551616 1',
                      '0x81 $(head -c 100000 /dev/zero | tr "\\0" 1)', '0x81', '-Z', '--zap'):
            with self.subTest(words=words):
                result = self.machine.run(f'iow8 0x80 1 {words}')
                self.assertEqual((result.status, result.out, result.err.count('\n'), result.bus),
                                 (64, '', 1, []))

    def test_a_mask_reads_merges_and_writes(self):
        self.machine.run('iow8 0xe0 0xf3')
        self.check('iow8 -v 0xe0 0x01:0x03', out='iow8 0xe0 0x01:0x03: 1, 0xf3 -> 0xf1\n',
                   bus=reads(0xe0, 0xf3) + writes(0xe0, 0xf1))

    def test_a_byte_whose_mask_is_0_is_neither_read_nor_written(self):
        self.check('iow32 -q 0xe0 0x44332211; iow16 --verify 0xe2 0:0x0f00', out='1\n',
                   bus=[*writes(0xe0, 0x11, 0x22, 0x33, 0x44), *reads(0xe3, 0x44),
                        *writes(0xe3, 0x40), *reads(0xe3, 0x40)])
        self.check('iow32 -v 0xe0 0x00660005:0x00ff000f',
                   out='iow32 0xe0 0x00660005:0x00ff000f: 2, 0x------11 -> 0x--66--15\n',
                   bus=[*reads(0xe0, 0x11), *writes(0xe0, 0x15), *writes(0xe2, 0x66)])

    def test_a_mask_of_all_ones_reads_nothing_first(self):
        self.check('iow8 0xe0 0x01:0xff', out='1\n', bus=writes(0xe0, 1))

    def test_verify_reads_back_after_the_write(self):
        self.check('iow8 --verify 0xe0 7', out='1\n', bus=writes(0xe0, 7) + reads(0xe0, 7))

    def test_verify_tells_of_a_port_that_does_not_hold_what_was_written(self):
        # No device answers at 0x1234: writes are lost, and reads give all ones.
        self.check('iow8 --verify 0x1234 0x5a 0xe0 1', status=74, out='1\n',
                   err='iow8: 0x1234: wrote 0x5a, but read back 0xff; '
                       '0 of 2 operations done\n',
                   bus=writes(0x1234, 0x5a) + reads(0x1234, 0xff))
        self.check('iow8 --verify 0x1234 0x0f:0x0f', out='1\n',
                   bus=reads(0x1234, 0xff) + writes(0x1234, 0xff) + reads(0x1234, 0xff))

    def test_cmos_memory_holds_what_was_written(self):
        self.check('iow8 0x70 0x7f 0x71 0xa5 && iow8 -q 0x70 0x7f && ior8 0x71',
                   out='1\n1\n0xa5\n',
                   bus=writes(0x70, 0x7f, 0xa5) + writes(0x70, 0x7f) + reads(0x71, 0xa5))

    def test_the_scratch_register_of_a_serial_port_holds_what_was_written(self):
        self.check('iow8 -q 0x3ff 0xa5 && ior8 0x3ff', out='0xa5\n',
                   bus=writes(0x3ff, 0xa5) + reads(0x3ff, 0xa5))

    def test_options_and_help_reach_no_port(self):
        for script in ('iow8 --help', 'iow8 -V', 'iow8 0x80 1 --help'):
            with self.subTest(script=script):
                result = self.machine.run(script)
                self.assertEqual((result.status, result.err, result.bus), (0, '', []))

    def test_a_closed_standard_output_is_not_taken_over_by_the_device(self):
        self.check('iow8 0x80 0x5a >&-', status=74, bus=writes(0x80, 0x5a),
                   err='iow8: standard output: Bad file descriptor; 1 of 1 operations done\n')
        self.check('iow8 0x80 0x5a <&- >&- 2>&-', status=74, bus=writes(0x80, 0x5a))

    def test_a_full_standard_output_is_an_error(self):
        self.check('iow8 0x80 1 >/dev/full', status=74, bus=writes(0x80, 1),
                   err='iow8: standard output: No space left on device; '
                       '1 of 1 operations done\n')

    def test_the_simulated_device_is_not_the_real_one(self):
        self.check('truncate -s 64K /tmp/ports.img && iow8 -d /tmp/ports.img 0x80 0x5a && '
                   'ior8 -d /tmp/ports.img 0x80 && rm /tmp/ports.img', out='1\n0x5a\n')

    def test_another_name_for_the_device_will_do(self):
        self.check('mknod /tmp/port c 1 4 && iow8 -d /tmp/port 0x80 1; rm /tmp/port',
                   out='1\n', bus=writes(0x80, 1))


class CaughtCase(guests.MachineCase):
    """Bytes caught by a device outside the trace."""

    device = ''

    @classmethod
    def setUpClass(cls):
        cls.caught = pathlib.Path(harness.BUILD) / cls.__name__
        cls.options = ['-chardev', f'file,id=caught,path={cls.caught}',
                       '-device', f'{cls.device},chardev=caught']
        super().setUpClass()


class Manual(CaughtCase):
    device = 'isa-parallel'
    contents = {f'/root/{page.name}/{name}': text
                for page in manual.PAGES for name, text in manual.files(page).items()}

    def test_examples_at_a_root_prompt_print_what_the_manual_shows(self):
        for page in manual.PAGES:
            # The README's are for the machine outside.
            for command, output in manual.sessions(page, '# ') if page.suffix != '.md' else ():
                with self.subTest(page=page.name, command=command):
                    # A watch goes on until a signal ends it.
                    ends = '--watch' not in command
                    result = self.machine.run(f'mkdir -p {page.name}; cd {page.name}; {command}' + (
                        '' if ends else ' & sleep 1; kill $!; wait $!'))
                    # Some shells say of a child how it ended.
                    self.assertEqual((result.status, result.err.replace('Terminated\n', '')),
                                     (0 if ends else 143, ''))
                    self.assertTrue(result.bus)
                    # Where none is shown, it depends on the machine.
                    if output:
                        self.assertEqual(result.out.splitlines(), output)
        self.assertEqual(self.caught.read_bytes(), b'\f')

    def test_sequences_for_a_chip_change_nothing_where_another_chip_is(self):
        close = [*writes(0x2e, 0x02), *writes(0x2f, 0x02)]
        for name, key, close in (('it8728', (0x87, 0x01, 0x55, 0x55), [*writes(0x2e, 0xaa), *close]),
                                 ('nct6779', (0x87, 0x87), writes(0x2e, 0xaa))):
            with self.subTest(file=name):
                self.check(f'ioseq -q ioseq.5/{name}.ioseq 2>/dev/null', status=1, bus=[
                    *(access for byte in (*key, 0x20) for access in writes(0x2e, byte)),
                    *reads(0x2f, 0xff), *close])


class Debugcon(CaughtCase):
    device = 'isa-debugcon,iobase=0xe9'

    def test_the_device_receives_the_bytes_in_order(self):
        self.check('iow8 -q 0xe9 0x48 0xe9 0x69 0xe9 10', bus=[
            machine.Access('write', 0xe9, byte, 1) for byte in b'Hi\n'])
        self.assertEqual(self.caught.read_bytes(), b'Hi\n')


if __name__ == '__main__':
    harness.main()
