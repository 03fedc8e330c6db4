# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What people do with I/O ports, on chips that answer: each as a file, or where it takes a
loop or a value for an address as a shell script under the lock."""

import os
import signal
import subprocess
import time

import chips
import manual
import simulated
from chips import read, reads, writes, written
from simulated import harness

# What is shown there is what is tried here.
PAGE = harness.SOURCE / 'man/ioseq.5'

# What a script says before each command, so that the rest reads as on a real machine.
ON_THE_DEVICE = ''.join(f'{command}() {{ command {command} --no-lock -d ports.img "$@"; }}\n'
                        for command in ('iow8', 'iow16', 'ior8', 'ior16', 'iopoll8', 'iodump8'))

OPEN, CLOSE = writes(0x2e, 0x87, 0x87), writes(0x2e, 0xaa)
OPEN_ITE, CLOSE_ITE = writes(0x2e, 0x87, 0x01, 0x55, 0x55), written(0x2e, 0x02, 0x02)


class FieldCase(chips.ChipCase):
    def start_shell(self, script, *words):
        """Let a script run, alone with the ports. Another may be reading the same one."""
        path = self.directory / 'script'
        if not path.exists() or path.read_text() != ON_THE_DEVICE + script:
            path.write_text(ON_THE_DEVICE + script)
        path = f"{self.commands}:{os.environ['PATH']}"
        process = subprocess.Popen(
            ['flock', 'ports.img', 'sh', 'script', *words], cwd=self.directory,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, 'PATH': path})
        self.addCleanup(self.stop, process)
        return process

    def check_shell(self, script, *words, **kwargs):
        self.end(self.start_shell(script, *words), **kwargs)

    def start_file(self, text, name):
        (self.directory / name).write_text(text)
        return self.start('ioseq', '--lock-timeout', '1min', name)


class Watchdog(FieldCase):
    """An industrial board: the watchdog is logical device 8 of its Super-I/O."""

    FILE = ('iow8 0x2e=0x87 0x2e=0x87\nfinally iow8 0x2e=0xaa\n'
            'iow8 -I 0x2e 0x07=0x08 0xf0=0x00 0xf1=0x3c\n')
    WORDS = ['-I', '0x2e', '--enter', '0x87,0x87', '--exit', '0xaa']
    ON_THE_BUS = [*OPEN, *written(0x2e, 0x07, 0x08), *written(0x2e, 0xf0, 0x00),
                  *written(0x2e, 0xf1, 0x3c), *CLOSE]

    def setUp(self):
        super().setUp()
        self.chip = self.put_superio()

    def check_registers(self):
        self.assertEqual((self.chip.registers[8][0xf0], self.chip.registers[8][0xf1],
                          self.chip.is_open, self.chip.mistakes), (0x00, 0x3c, 0, 0))

    def test_by_a_file(self):
        self.check_script(self.FILE)
        self.check_bus(*self.ON_THE_BUS)
        self.check_registers()

    def test_by_one_command(self):
        self.check('iow8', '-q', *self.WORDS, '7=8', '0xf0=0', '0xf1=0x3c')
        self.check_bus(*self.ON_THE_BUS)
        self.check_registers()

    def test_by_one_command_that_leaves_the_device_selected_that_was(self):
        self.chip.registers[0][7] = 0x0b
        self.check('iow8', '-q', *self.WORDS, '--bank', '7=8', '0xf0=0', '0xf1=0x3c')
        self.check_registers()
        self.assertEqual(self.chip.bank, 0x0b)

    def test_the_chip_is_closed_whatever_fails_or_comes(self):
        for number in range(3, 9):
            with self.subTest(access=number):
                self.chips.accesses = 0
                self.chips.fail_at = number
                result = self.run_command('iow8', '-d', 'ports.img', *self.WORDS, '7=8',
                                          '0xf0=0', '0xf1=0x3c')
                self.assertEqual(result.returncode, 74)
                self.assertFalse(self.chip.is_open)
        self.chips.fail_at = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number.name):
                self.chips.accesses = 0
                self.chips.set(signal_at=4, signal=number)
                self.run_command('iow8', '-d', 'ports.img', *self.WORDS, '7=8', '0xf0=0')
                self.assertFalse(self.chip.is_open)


class SecondLevel(FieldCase):
    """A laptop that is shut down by a byte in the memory of its embedded controller, which a
    second pair of registers reaches."""

    def test_by_a_file(self):
        chip = self.put_superio(has_memory=True)
        self.check_script(manual.display(PAGE, 'iow8 0x2e=0x87 0x2e=0x87\nfinally'))
        self.check_bus(*OPEN, *written(0x2e, 0x2e, 0x11), *written(0x2e, 0x2f, 0x04),
                       *written(0x2e, 0x2e, 0x10), *written(0x2e, 0x2f, 0x1a),
                       *written(0x2e, 0x2e, 0x12), *read(0x2e, 0x2f, 0x00),
                       *written(0x2e, 0x2f, 0x80), *CLOSE)
        self.assertEqual((chip.memory[0x41a], sum(chip.memory), chip.is_open), (0x80, 0x80, 0))

    def test_its_memory_is_dumped_by_a_script(self):
        chip = self.put_superio(has_memory=True)
        chip.set(memory=bytes(range(0x80, 0x100)))
        self.check_shell('''set -eu
iow8 -q 0x2e=0x87 0x2e=0x87
trap 'iow8 -q 0x2e=0xaa' EXIT
iow8 -q -I 0x2e 0x2e=0x11 0x2f=0
at=0
while [ $at -lt 8 ]; do
	iow8 -q -I 0x2e 0x2e=0x10 0x2f=$at 0x2e=0x12
	ior8 -I 0x2e 0x2f
	at=$((at + 1))
done
''', out=''.join(f'{value:#x}\n' for value in range(0x80, 0x88)))
        self.assertFalse(chip.is_open)


class Mailbox(FieldCase):
    """The start of a switch, which its management controller is told: on the boards that have
    one of two numbers, 19 registers, and when the chip is closed two ports more."""

    FILE = ('only iopoll8 -q -t 0 0x706 0x02:0x07 0x05:0x07\nfinally\n'
            'iow8 0x2e=0xa5 0x2e=0xa5\nfinally iow8 0x2e=0xaa\niow8 -I 0x2e 0x07=0x0e\n' +
            ''.join(f'iow8 -I 0x2e {0x70 + n:#x}={n}\nsleep 5ms\n' for n in range(19)) +
            'finally\niow8 0x707=0x01 0x708=0x5a\n')
    OPEN = writes(0x2e, 0xa5, 0xa5)

    def setUp(self):
        super().setUp()
        self.chip = self.put_superio(key=b'\xa5\xa5')

    def test_on_its_boards(self):
        for number in (0x02, 0xaa, 0xfd):
            with self.subTest(board=number):
                self.poke(0x706, number, 0, 0)
                self.put(0x707, 0x01, 0x5a)
                self.check_script(self.FILE)
                self.check_bus(*reads(0x706, number), *self.OPEN, *written(0x2e, 0x07, 0x0e),
                               *(line for n in range(19) for line in written(0x2e, 0x70 + n, n)),
                               *CLOSE, *writes(0x707, 0x01), *writes(0x708, 0x5a))
        self.assertEqual(bytes(self.chip.registers[0x0e][0x70:0x83]), bytes(range(19)))

    def test_on_another_board_it_is_no_failure_and_nothing_is_written(self):
        for number in (0x00, 0x03, 0xfc):
            with self.subTest(board=number):
                self.poke(0x706, number)
                self.check_script(self.FILE)
                self.check_bus(*reads(0x706, number))

    def test_a_failure_closes_the_chip_once_and_the_last_ports_are_left_alone(self):
        self.poke(0x706, 0x02)
        self.chips.fail_at = 7
        self.check_script(self.FILE, status=74, err=(
            'ioseq: test.ioseq:6: register 0x70 behind 0x2e: wrote 0 of 1 bytes: '
            'Input/output error; 6 of 47 operations done\n'))
        self.check_bus(*reads(0x706, 0x02), *self.OPEN, *written(0x2e, 0x07, 0x0e),
                       *writes(0x2e, 0x70), 'w 0x2f failed', *CLOSE)


class FanDuty(FieldCase):
    """A fan at a chip by ITE: where its registers are, the chip itself says."""

    SCRIPT = 'set -eu\n' + manual.display(PAGE, "trap 'iow8 -q -I 0x2e")
    UNTIL_ENABLED = [*OPEN_ITE, *written(0x2e, 0x07, 0x04)]

    def setUp(self):
        super().setUp()
        self.chip = self.put_superio(key=b'\x87\x01\x55\x55', exit_key=chips.NONE,
                                     exit_register=0x02, exit_bit=0x02)
        self.monitor = self.put_registers(0x295)
        self.chip.registers[4][0x30] = 0x01
        self.chip.registers[4][0x60], self.chip.registers[4][0x61] = 0x02, 0x90

    def test_by_a_script(self):
        self.check_shell(self.SCRIPT, '0x7f')
        self.check_bus(*self.UNTIL_ENABLED, *read(0x2e, 0x30, 0x01), *read(0x2e, 0x60, 0x02),
                       *read(0x2e, 0x61, 0x90), *written(0x295, 0x63, 0x7f), *CLOSE_ITE)
        self.assertEqual((self.monitor.registers[0][0x63], self.chip.is_open), (0x7f, 0))

    def test_only_where_it_is_enabled(self):
        self.chip.registers[4][0x30] = 0x02
        self.check_shell(self.SCRIPT, '0x7f', status=1, err=(
            'iopoll8: register 0x30 behind 0x2e: it is 0x02, not 0x01:0x01; '
            '0 of 1 operations done\n'))
        self.check_bus(*self.UNTIL_ENABLED, *read(0x2e, 0x30, 0x02), *CLOSE_ITE)

    def test_a_duty_that_is_not_given_is_an_error(self):
        self.check_shell(self.SCRIPT, '', status=64, err=(
            "iow8: '0x63=': the value after '=' is missing\n"))
        self.assertEqual((self.monitor.registers[0][0x63], self.chip.is_open), (0x63, 0))


class ManyRegisters(FieldCase):
    """All registers of a chip, in all of its banks, by one command each."""

    @staticmethod
    def lines(values):
        return ''.join(f'0x{value:02x}\n' for value in values)

    def test_an_embedded_controller_s_own(self):
        chip = self.put_registers(0x4e)
        self.check('ior8', '-I', '0x4e', '0-0xff', out=self.lines(range(256)))
        self.assertEqual(chip.mistakes, 0)

    def test_a_monitor_s_in_each_bank_and_the_first_is_selected_in_the_end(self):
        monitor = self.put_monitor(0x295)
        for bank in range(8):
            with self.subTest(bank=bank):
                values = bytearray(monitor.registers[bank])
                values[0x4e] = bank
                self.check('ior8', '-I', '0x295', '--bank', f'0x4e={bank}', '0-0xff',
                           out=self.lines(values))
                self.assertEqual(monitor.bank, 0)

    def test_where_the_chip_says_that_the_monitor_is(self):
        chip, monitor = self.put_superio(), self.put_monitor(0x295)
        chip.registers[0x0b][0x60], chip.registers[0x0b][0x61] = 0x02, 0x90
        self.check_shell('''set -eu
base=$(ior8 -I 0x2e --enter 0x87,0x87 --bank 7=0x0b --exit 0xaa 0x60-0x61 |
	{ read -r high; read -r low; echo $((high << 8 | low)); })
for bank in 0 1 2 3 4 5 6 7; do
	ior8 -I $((base + 5)) --bank 0x4e=$bank 0x20
done
''', out=self.lines(0x20 + 16 * bank for bank in range(8)))
        self.assertEqual((chip.is_open, chip.bank, monitor.bank), (0, 0, 0))


class BootRecord(FieldCase):
    """A record for the firmware in the upper half of the memory beside the clock: 32 registers
    that are written and compared, the last of them the sum of the others."""

    RECORD = [n * 7 % 256 for n in range(31)]

    def test_by_a_file(self):
        chip = self.put_cmos(0x72)
        self.check_script('iow8 --verify -I 0x72 ' + ' '.join(
            f'{0x80 + n:#x}={value}' for n, value in enumerate(self.RECORD)) + '\n')
        self.check_bus(*(line for n, value in enumerate(self.RECORD) for line in (
            *written(0x72, 0x80 + n, value), *read(0x72, 0x80 + n, value))))
        self.assertEqual((bytes(chip.registers[0][0x80:0x9f]), chip.mistakes),
                         (bytes(self.RECORD), 0))

    def test_with_its_sum_by_a_script(self):
        chip = self.put_cmos(0x72)
        self.check_shell('''set -eu
register=0x80 sum=0
for value; do
	iow8 -q --verify -I 0x72 $((register))="$value"
	register=$((register + 1)) sum=$(((sum + value) & 0xff))
done
iow8 -q --verify -I 0x72 $((register))=$sum
''', *map(str, self.RECORD))
        self.assertEqual((bytes(chip.registers[0][0x80:0xa0]), chip.mistakes),
                         (bytes([*self.RECORD, sum(self.RECORD) % 256]), 0))

    def test_a_register_that_does_not_hold_is_told(self):
        # As of a chip that is closed.
        self.put_superio(0x72)
        self.check('iow8', '--verify', '-I', '0x72', '0x80=1', status=74, out='1\n', err=(
            'iow8: register 0x80 behind 0x72: wrote 0x01, but read back 0xff; '
            '0 of 1 operations done\n'))


class BatteryThresholds(FieldCase):
    """When a laptop stops charging: a register of its embedded controller."""

    BY_HAND = ('iopoll8 -q 0x66 0:0x02\niow8 0x66=0x81\niopoll8 -q 0x66 0:0x02\niow8 0x62=0x24\n'
               'iopoll8 -q 0x66 0:0x02\niow8 0x62=0x5a\niopoll8 -q 0x66 0:0x02\n')

    def test_by_a_file_as_the_data_sheet_has_it(self):
        for late in (0, 3):
            with self.subTest(late=late):
                chip = self.put_ec(late=late)
                self.check_script(self.BY_HAND)
                self.assertEqual((chip.registers[0x24], chip.mistakes), (0x5a, 0))

    def test_by_one_command(self):
        for words, late in ((['--ec'], 0), (['--ec'], 3), (['--ec=0x66,0x62'], 1)):
            with self.subTest(words=words, late=late):
                chip = self.put_ec(late=late)
                self.check('iow8', '-q', *words, '0x24=0x5a')
                self.check('ior8', *words, '0x24', out='0x5a\n')
                self.check('iow8', '-q', *words, '0x24=0x80:0xf0')
                self.assertEqual((chip.registers[0x24], chip.mistakes), (0x8a, 0))

    def test_a_line_of_a_file_can_say_it(self):
        chip = self.put_ec(late=1)
        self.check_script('iow8 --ec 0x24=0x5a 0x25=0x55\nior8 --ec 0x24-0x25\n',
                          out='0x5a\n0x55\n')
        self.assertEqual(chip.mistakes, 0)

    def test_a_stale_byte_is_not_the_answer(self):
        chip = self.put_ec(has_output=1, output=0x99)
        self.check('ior8', '--ec', '0x24', out='0x24\n')
        self.assertEqual((chip.has_output, chip.mistakes), (0, 0))

    def test_what_it_answers_late_to_somebody_else_is_not_the_answer(self):
        # A run before has gone, and what it asked for is still to come: register 0x10.
        for late in (0, 1, 3):
            with self.subTest(late=late):
                chip = self.put_ec(late=late)
                chip.set(has_input=1, input=0x10, command=0x80, bytes=1, waits=late)
                self.check('ior8', '--ec', '0x24', out='0x24\n')
                chip = self.put_ec(late=late)
                chip.set(has_input=1, input=0x10, command=0x80, bytes=1, waits=late)
                self.check('iow8', '-q', '--ec', '0x24=0x05:0x07')
                self.assertEqual((chip.registers[0x24], chip.mistakes), (0x25, 0))

    def test_what_it_does_not_take_or_answer_is_told_and_nothing_is_sent_after_it(self):
        for command, word, values, waited_for, sent in (
                ('ior8', '0x24', {'has_input': 1}, 'the controller to be free', []),
                ('ior8', '0x24', {'never_takes': 1}, 'the controller to take the command',
                 writes(0x66, 0x80)),
                ('ior8', '0x24', {'never_answers': 1}, "the controller's answer",
                 writes(0x66, 0x80) + writes(0x62, 0x24)),
                ('iow8', '0x24=5', {'never_takes': 2},
                 'the controller to take the number of the register',
                 writes(0x66, 0x81) + writes(0x62, 0x24)),
                ('iow8', '0x24=5', {'never_takes': 3}, 'the controller to take the value',
                 writes(0x66, 0x81) + writes(0x62, 0x24, 5))):
            with self.subTest(command=command, **values):
                self.put_ec(**values)
                self.check(command, '-q', '--ec', word, status=74, err=(
                    f'{command}: register 0x24 behind 0x66: waited in vain for {waited_for}; '
                    '0 of 1 operations done\n'))
                self.assertEqual([line for line in self.bus() if line[0] == 'w'], sent)


class RecoveryBit(FieldCase):
    """One bit of a byte beside the clock."""

    def test_by_a_file(self):
        chip = self.put_cmos()
        chip.registers[0][0x6a] = 0x41
        self.check_script('iow8 -I 0x70 0x6a=0x80:0x80\n')
        self.check_bus(*read(0x70, 0x6a, 0x41), *written(0x70, 0x6a, 0xc1))
        self.assertEqual((chip.registers[0][0x6a], chip.mistakes), (0xc1, 0))


class Button(FieldCase):
    def test_a_script_waits_until_it_is_not_what_it_was(self):
        for was, now in ((0x41, 0x40), (0x40, 0x51)):
            with self.subTest(was=was, now=now):
                self.poke(0x379, was)
                process = self.start_shell('was=$(ior8 0x379)\necho "$was"\n'
                                           'iopoll8 -t 60min --not 0x379 "$was":0x01\n')
                while reads(0x379, was)[0] not in self.bus():
                    time.sleep(0.005)
                self.assert_runs_on(process)
                self.poke(0x379, was ^ 0x80)
                self.assert_runs_on(process)
                self.poke(0x379, now)
                self.end(process, out=f'{was:#x}\n{now:#x}\n')

    def test_a_file_waits_until_it_is_up_or_down(self):
        process = self.start_script('iopoll8 -t 60min 0x379 0x40:0xc1 0x01:0xc1\n')
        self.assert_runs_on(process)
        self.poke(0x379, 0x11)
        self.end(process, out='0x11\n')


class SeveralBoards(FieldCase):
    """One image for several boards: a unit at boot has one of two chips, or none."""

    FILE = ('iow8 0x2e=0x87 0x2e=0x87\nfinally iow8 0x2e=0xaa\n'
            'only iopoll8 -q -t 0 -I 0x2e 0x20=0xc5 0xc8\n'
            'iow8 -I 0x2e 0x07=0x08 0xf6=0\n')

    def test_on_one_of_its_boards(self):
        chip = self.put_superio()
        for number in (0xc5, 0xc8):
            with self.subTest(chip=number):
                chip.registers[0][0x20] = number
                chip.registers[8][0xf6] = 0x3c
                self.check_script(self.FILE)
                self.assertEqual((chip.registers[8][0xf6], chip.is_open), (0, 0))

    def test_on_another_the_chip_is_closed_and_that_is_no_failure(self):
        chip = self.put_superio()
        self.check_script(self.FILE)
        self.check_bus(*OPEN, *read(0x2e, 0x20, 0x20), *CLOSE)
        self.assertFalse(chip.is_open)

    def test_each_chip_is_closed_before_the_next_is_opened(self):
        first, second = self.put_superio(), self.put_superio(0x4e)
        self.check_script(''.join(
            f'iow8 {port}=0x87 {port}=0x87\nfinally iow8 {port}=0xaa\nior8 -I {port} 0x20\n'
            'finally\n' for port in ('0x2e', '0x4e')), out='0x20\n0x20\n')
        self.check_bus(*OPEN, *read(0x2e, 0x20, 0x20), *CLOSE,
                       *writes(0x4e, 0x87, 0x87), *read(0x4e, 0x20, 0x20), *writes(0x4e, 0xaa))
        self.assertEqual((first.is_open, second.is_open), (0, 0))


class Alone(FieldCase):
    """Scripts that hold the lock, beside each other and beside a run that takes it."""

    SCRIPT = '''set -eu
iow8 -q 0x2e=0x87 0x2e=0x87
for n in 1 2 3; do
	iow8 -q -I 0x2e 0x07="$1"
	[ $(($(ior8 -I 0x2e 0x07))) = $(($1)) ]
	iow8 -q -I 0x2e 0x30="$1"
	ior8 -I 0x2e 0x30
done
iow8 -q 0x2e=0xaa
'''

    def test_none_comes_between(self):
        chip = self.put_superio()
        for _ in range(5):
            scripts = [(bank, self.start_shell(self.SCRIPT, bank)) for bank in ('0x04', '0x0b')]
            run = self.start_file('iow8 0x2e=0x87 0x2e=0x87\nfinally iow8 0x2e=0xaa\n'
                                  'iow8 -I 0x2e 7=2 0x30=2\nsleep 5ms\nior8 -I 0x2e 7 0x30\n',
                                  'alone.ioseq')
            for bank, script in scripts:
                self.end(script, out=f'{bank}\n' * 3)
            self.end(run, out='0x02\n0x02\n')
        self.assertEqual((chip.is_open, chip.mistakes), (0, 0))
        self.assertEqual([chip.registers[bank][0x30] for bank in (2, 4, 0x0b)], [2, 4, 0x0b])

    def test_without_no_lock_a_command_in_it_waits_in_vain(self):
        (self.directory / 'script').write_text('ioseq -d ports.img --lock-timeout 1ms one\n')
        (self.directory / 'one').write_text('ior8 1\n')
        result = self.run_in_lock()
        self.assertEqual((result.returncode, result.stderr.decode()), (
            75, 'ioseq: the I/O ports were locked by another process for 1ms; try again\n'))

    def run_in_lock(self):
        return subprocess.run(['flock', 'ports.img', 'sh', 'script'], cwd=self.directory,
                              capture_output=True,
                              env={**os.environ,
                                   'PATH': f"{self.commands}:{os.environ['PATH']}"})

    def test_a_variable_that_is_not_set_is_an_error_and_not_the_next_port(self):
        self.check_shell('iow8 0x70=$register 0x71=$value\n', status=64, err=(
            "iow8: '0x70=': the value after '=' is missing\n"))
        self.check_bus()


if __name__ == '__main__':
    harness.main()
