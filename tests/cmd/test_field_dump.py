# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""All registers of a chip as one dump, in each of its banks, and what is left behind when it
does not get to its end."""

import signal
import time

import chips
import simulated
from chips import writes
from simulated import harness

TO_THE_DEVICE = ['-I', '0x2e', '--enter', '0x87,0x87', '--bank', '7=0x0b', '--exit', '0xaa']


class Dump(chips.ChipCase):
    def raw(self, *words):
        result = self.run_command('iodump8', '-d', 'ports.img', '--raw', *words)
        self.assertEqual((result.returncode, simulated.text_of(result.stderr)), (0, ''))
        return result.stdout

    def put_chip(self):
        """With another logical device selected than the one that is shown."""
        chip = self.put_superio()
        chip.registers[0][7] = 0x05
        return chip

    def check_left(self, chip):
        self.assertEqual((chip.is_open, chip.bank, chip.mistakes), (0, 0x05, 0))
        self.assertEqual(self.bus()[-1:], writes(0x2e, 0xaa))

    def test_an_acpi_embedded_controller_s_registers_are_no_clock_s_wherever_it_is(self):
        chip = self.put_ec(0x70, 0x71)
        self.assertEqual(self.raw('--ec=0x70,0x71', '0-0xff'), bytes(range(256)))
        self.assertEqual(chip.mistakes, 0)

    def test_an_embedded_controller_s_registers(self):
        chip = self.put_registers(0x4e)
        self.assertEqual(self.raw('-I', '0x4e', '0-0xff'), bytes(range(256)))
        self.assertEqual(chip.mistakes, 0)

    def test_a_monitor_s_in_each_bank(self):
        monitor = self.put_monitor(0x295)
        for bank in range(8):
            with self.subTest(bank=bank):
                expected = bytearray(monitor.registers[bank])
                expected[0x4e] = bank
                self.assertEqual(self.raw('--all', '-I', '0x295', '--bank', f'0x4e={bank}', '0-0xff'),
                                 bytes(expected))
                self.assertEqual(monitor.bank, 0)

    def test_a_clock_s_memory_wants_each_index(self):
        chip = self.put_cmos()
        self.assertEqual(self.raw('--all', '-I', '0x70', '0-0x7f'), bytes(range(128)))
        self.assertEqual(chip.mistakes, 0)

    def test_one_logical_device_leaves_the_chip_as_it_was(self):
        chip = self.put_chip()
        self.assertEqual(self.raw(*TO_THE_DEVICE, '0x30-0x7f'),
                         bytes((register + 0xb0) % 256 for register in range(0x30, 0x80)))
        self.check_left(chip)

    def test_a_read_that_fails_leaves_the_chip_as_it_was(self):
        chip = self.put_chip()
        for number in range(3, 20):
            with self.subTest(access=number):
                self.chips.accesses = 0
                self.chips.fail_at = number
                result = self.run_command('iodump8', '-d', 'ports.img', *TO_THE_DEVICE,
                                          '0x30-0x7f')
                self.assertEqual(result.returncode, 74)
                self.check_left(chip)

    def at_each_signal(self, act):
        """Do that where a signal comes at an access: the chip is as it was."""
        chip = self.put_chip()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for access in (1, 4, 20):
                with self.subTest(signal=number.name, access=access):
                    self.chips.accesses = 0
                    self.chips.set(signal_at=access, signal=number)
                    act(number)
                    self.check_left(chip)

    def test_a_signal_leaves_the_chip_as_it_was(self):
        self.at_each_signal(lambda _: self.run_command('iodump8', '-d', 'ports.img',
                                                       *TO_THE_DEVICE, '0x30-0x7f'))

    def test_a_reader_that_has_gone_leaves_the_chip_as_it_was(self):
        chip = self.put_chip()
        self.hold_at(20)
        process = self.start('iodump8', *TO_THE_DEVICE, '0x30-0x7f')
        self.wait_until_held()
        process.stdout.close()
        self.release()
        self.assertEqual(process.wait(), 74)
        self.assertRegex(process.stderr.read().decode(),
                         '^iodump8: standard output: Broken pipe; ')
        self.check_left(chip)

    def watch(self, every='20ms'):
        return self.start('iodump8', '--watch', every, *TO_THE_DEVICE, '0x30-0x7f')

    def count_passes(self):
        return self.trace.read_text().count('w 0x2e 0xaa')

    def wait_for_passes(self, count):
        while self.count_passes() < count:
            time.sleep(0.005)

    def test_each_pass_of_a_watch_leaves_the_chip_as_it_was(self):
        chip = self.put_chip()
        process = self.watch()
        self.wait_for_passes(2)
        chip.registers[0x0b][0x31] = 0x55
        self.assertEqual(process.stdout.readline(), b'0x31: 0xe1 -> 0x55\n')
        # Between two passes, where the one that is stopped closes it.
        process.terminate()
        self.assertEqual((process.wait(), process.stdout.read(), process.stderr.read()),
                         (-signal.SIGTERM, b'', b''))
        self.check_left(chip)

    def test_a_signal_in_a_pass_of_a_watch_waits_for_its_end(self):
        def check_end(number):
            process = self.watch()
            self.assertEqual((*process.communicate(), process.returncode), (b'', b'', -number))

        self.at_each_signal(check_end)

    def test_a_read_that_fails_in_a_pass_of_a_watch(self):
        chip = self.put_chip()
        process = self.watch('500ms')
        self.wait_for_passes(1)
        self.chips.fail_at = self.chips.accesses + 20
        self.assertEqual(process.wait(), 74)
        self.assertRegex(process.communicate()[1].decode(),
                         r'^iodump8: register 0x[0-9a-f]+ behind 0x2e: ')
        self.check_left(chip)


if __name__ == '__main__':
    harness.main()
