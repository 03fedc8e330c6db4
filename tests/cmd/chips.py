# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A simulated device with chips behind its ports, which answer as real ones do."""

import ctypes
import mmap
import os
import time
import unittest.mock

import sequences
from simulated import harness

PRELOAD = harness.BUILD / 'tests/cmd/chips/libchips.so'

# In place of a byte, and of a port: what a chip does not have.
NONE = 0x100
NO_PORT = 0x10000
BANKS = 32


class Struct(ctypes.Structure):
    """One of those of chips.h, all of 32-bit numbers and of bytes."""

    def set(self, **values):
        for name, value in values.items():
            if isinstance(value, bytes):
                ctypes.memmove(getattr(self, name), value, len(value))
            else:
                setattr(self, name, value)

    def reset(self, **values):
        """What has no value here is 0."""
        ctypes.memset(ctypes.addressof(self), 0, ctypes.sizeof(self))
        self.set(**values)


def numbers(*names):
    return [(name, ctypes.c_uint32) for name in names]


class Registers(Struct):
    _fields_ = [
        *numbers('index_port', 'data_port'),
        ('key', ctypes.c_uint8 * 4),
        *numbers('key_length', 'exit_key', 'exit_register', 'exit_bit', 'bank_register',
                 'bank_mask', 'first_banked', 'forgets_index', 'has_memory', 'keyed', 'is_open',
                 'has_index', 'index', 'memory_index', 'memory_address', 'mistakes'),
        ('registers', ctypes.c_uint8 * 256 * BANKS),
        ('memory', ctypes.c_uint8 * 65536)]

    def set_up(self, index=NO_PORT, data=None, key=b'', exit_key=NONE, exit_register=NONE,
               exit_bit=0, bank_register=NONE, bank_mask=0, first_banked=0, forgets_index=False,
               has_memory=False):
        """Each register holds its number, in a bank above 0 with the number of the bank in
        the high half added."""
        self.reset(index_port=index, data_port=index + 1 if data is None else data, key=key,
                   key_length=len(key), exit_key=exit_key, exit_register=exit_register,
                   exit_bit=exit_bit, bank_register=bank_register, bank_mask=bank_mask,
                   first_banked=first_banked, forgets_index=forgets_index,
                   has_memory=has_memory, is_open=not key)
        for bank in range(BANKS):
            for register in range(256):
                self.registers[bank][register] = (register + 16 * bank) % 256
        if bank_register != NONE:
            self.registers[0][bank_register] = 0

    @property
    def bank(self):
        return self.registers[0][self.bank_register]


class Ec(Struct):
    _fields_ = [
        *numbers('command_port', 'data_port', 'late', 'never_takes', 'never_answers',
                 'has_input', 'is_command', 'input', 'has_output', 'output', 'has_answer',
                 'answer', 'waits', 'bytes', 'command', 'has_address', 'address', 'mistakes'),
        ('registers', ctypes.c_uint8 * 256)]

    def set_up(self, command=NO_PORT, data=NO_PORT, **values):
        """Each register holds its number."""
        self.reset(command_port=command, data_port=data, registers=bytes(range(256)), **values)


class Chips(Struct):
    _fields_ = [
        *numbers('accesses', 'fail_at', 'signal_at', 'signal', 'hold_at', 'is_held'),
        ('registers', Registers * 3),
        ('ec', Ec)]


class ChipCase(sequences.SequenceCase):
    """A fresh device without chips for each test, until it puts some there."""

    def setUp(self):
        super().setUp()
        state, self.trace = self.directory / 'chips', self.directory / 'trace'
        state.write_bytes(bytes(ctypes.sizeof(Chips)))
        self.trace.touch()
        with open(state, 'r+b') as file:
            self.chips = Chips.from_buffer(mmap.mmap(file.fileno(), 0))
        for chip in (*self.chips.registers, self.chips.ec):
            chip.set_up()
        # No controller is asked in a way that one has not.
        self.addCleanup(lambda: self.assertEqual(self.chips.ec.mistakes, 0))
        self.chips_put = 0
        self.bus_seen = 0
        self.environment = unittest.mock.patch.dict(os.environ, {
            'LD_PRELOAD': str(PRELOAD), 'IOSPACE_CHIPS': str(state),
            'IOSPACE_TRACE': str(self.trace),
            # A sanitizer wants to be the first that is loaded.
            'ASAN_OPTIONS': f"{os.environ.get('ASAN_OPTIONS', '')}:verify_asan_link_order=0"})
        self.environment.start()
        self.addCleanup(self.environment.stop)

    def put_registers(self, index, **values):
        chip = self.chips.registers[self.chips_put]
        self.chips_put += 1
        chip.set_up(index, **values)
        return chip

    def put_superio(self, index=0x2e, key=b'\x87\x87', exit_key=0xaa, **values):
        """Closed until its key comes; register 7 selects the logical device, which those
        from 0x30 on are of."""
        return self.put_registers(index, key=key, exit_key=exit_key, bank_register=7,
                                  bank_mask=0x1f, first_banked=0x30, **values)

    def put_monitor(self, index):
        """The hardware monitor of a Super-I/O, with eight banks by register 0x4e."""
        return self.put_registers(index, bank_register=0x4e, bank_mask=7)

    def put_cmos(self, index=0x70):
        return self.put_registers(index, forgets_index=True)

    def put_ec(self, command=0x66, data=0x62, **values):
        self.chips.ec.set_up(command, data, **values)
        return self.chips.ec

    def bus(self):
        """The accesses since the last call, a byte each."""
        lines = self.trace.read_text().splitlines()
        seen, self.bus_seen = self.bus_seen, len(lines)
        return lines[seen:]

    def check_bus(self, *expected):
        self.assertEqual(self.bus(), list(expected))

    def hold_at(self, number):
        """Let the process that was started wait just before an access, counted from 1."""
        self.chips.hold_at = number

    def wait_until_held(self):
        while not self.chips.is_held:
            time.sleep(0.005)

    def release(self):
        self.chips.hold_at = 0


def writes(port, *values):
    """A byte each to one port, as lines of a trace."""
    return [f'w {port:#04x} {value:#04x}' for value in values]


def reads(port, *values):
    return [f'r {port:#04x} {value:#04x}' for value in values]


def written(index, register, *values):
    """Each to the data port beside an index port, the index before each."""
    return [line for value in values
            for line in writes(index, register) + writes(index + 1, value)]


def read(index, register, *values):
    return [line for value in values
            for line in writes(index, register) + reads(index + 1, value)]
