# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""soak.py [OPERATIONS [SEED]]: let four processes on two processors perform random operations,
a million unless told, and compare all that the bus saw with what the files say.

Each process has ports of its own, which it uses without the lock, beside the others. And all
share the index/data pair of the clock's memory, each with registers of its own: under the
lock, a file for ioseq is one transaction, whose accesses nothing may come between. The model
here knows no more than the manual: nothing of the commands' own code is used.
"""

import collections
import hashlib
import itertools
import random
import sys
import time

import guests
from guests import harness, machine, reads, writes

PROCESSES = range(4)
OPTIONS = ['-smp', '2']
INDEX, DATA = 0x70, 0x71

# A round of a process is files of its own and files on the shared pair in turns, so many of
# each. One of its own, another one in each process, is as long as all the others together.
TURNS = 10

# No device has these: each access of any width is in the trace as it was made, and a read is
# all ones. The test device's port gives back what was written to it last.
PORTS = [range(first, first + 0x100) for first in range(0x4000, 0x4400, 0x100)]
TEST_DEVICE = [0xe0, 0xe1, 0xe2, 0xe3]

# Bytes of the clock's memory that nobody else uses. Bits 4 and 5 tell whose one is, as do bits
# 6 and 7 of what is put there.
REGISTERS = [range(first, first + 0x10) for first in range(0x40, 0x80, 0x10)]

# So long sleeps a long file, at a tenth of it and at its end, that its memory is seen.
LOOK = '1s'


class File:
    """The lines of a file, how many operations they are, what they print, and what the bus
    sees of them."""

    def __init__(self, name):
        self.name = name
        self.lines, self.operations, self.printed, self.bus = [], 0, [], []

    def add(self, command, words, operations, printed, bus):
        self.lines.append(f'{command} {words}\n')
        self.operations += operations
        self.printed += [f'{value:#0{2 + digits}x}\n' for value, digits in printed]
        self.bus += bus

    def sleep(self, time):
        self.lines.append(f'sleep {time}\n')


def split(kind, port, value, size):
    """The accesses that move a value in single bytes."""
    return guests.accesses(kind, port, value.to_bytes(size, 'little'))


class Process:
    """One of the processes: what it does next is random, what comes of that is known."""

    def __init__(self, number, seed):
        self.number = number
        self.random = random.Random(f'{seed}.{number}')
        # What it does not know yet it has not written.
        self.test_device = None
        self.registers = {}

    def file(self, name, length, shared, is_long=False):
        file = File(name)
        looked = not is_long
        while file.operations < length:
            if not looked and file.operations >= length // 10:
                file.sleep(LOOK)
                looked = True
            # So that another one has its turn, at any place.
            if self.random.random() < 0.03:
                file.sleep(f'{self.random.randint(1, 50)}us')
            if shared and self.random.random() < 0.8:
                self.add_register(file)
            else:
                self.random.choice((self.add_write, self.add_write, self.add_read, self.add_mask,
                                    self.add_pair, self.add_test_device))(file)
        if is_long:
            file.sleep(LOOK)
        return file

    def width(self):
        """Whether an access is exact, its option, and a size."""
        exact = self.random.random() < 0.5
        return exact, ' -x' * exact, self.random.choice((1, 2, 4))

    def port(self, exact, size):
        """A port of its own for an access of this size."""
        ports = PORTS[self.number]
        return self.random.randrange(ports.start, ports.stop - size + 1, size if exact else 1)

    def add_write(self, file):
        """One, or several: as one line, or as lines that are alike, of which ioseq makes
        something else if they are many."""
        exact, option, size = self.width()
        writes_of_it = []
        for _ in range(self.random.choice((1, 1, 2, 3, 30))):
            port, value = self.port(exact, size), self.random.randrange(256 ** size)
            writes_of_it.append((f'{port:#x} {value:#x}',
                                 writes(port, value, size=size) if exact
                                 else split('write', port, value, size)))
        if self.random.random() < 0.5:
            words, buses = zip(*writes_of_it)
            writes_of_it = [(' '.join(words), list(itertools.chain(*buses)))]
        for words, bus in writes_of_it:
            file.add(f'iow{8 * size}{option}', words, len(words.split()) // 2, [], bus)

    def add_read(self, file):
        exact, option, size = self.width()
        port, ones = self.port(exact, size), 256 ** size - 1
        file.add(*self.random.choice((
            (f'ior{8 * size}{option}', f'{port:#x}'),
            (f'iopoll{8 * size}{option}', f'{port:#x} 1 {ones:#x}'))),
            1, [(ones, 2 * size)],
            reads(port, ones, size=size) if exact else split('read', port, ones, size))

    def add_mask(self, file):
        exact, option, size = self.width()
        port, ones = self.port(exact, size), 256 ** size - 1
        mask = self.random.randint(1, ones)
        value = self.random.randrange(256 ** size) & mask
        merged = ones & ~mask | value
        if exact:
            bus = reads(port, ones, size=size) + writes(port, merged, size=size)
        else:
            # Whole bytes are not read, and bytes of which nothing is to change left alone.
            masks = mask.to_bytes(size, 'little')
            bus = [access for access in split('read', port, ones, size)
                   if 0 < masks[access.port - port] < 0xff]
            bus += [access for access in split('write', port, merged, size)
                    if masks[access.port - port]]
        # A mask of all ones is a write like others.
        if mask == ones:
            bus = writes(port, value, size=size) if exact else split('write', port, value, size)
        file.add(f'iow{8 * size}{option}', f'{port:#x}={value:#x}:{mask:#x}', 1, [], bus)

    def add_pair(self, file):
        """A register behind two ports of its own."""
        exact, option, size = self.width()
        # A file can have 127 different pairs.
        index = self.random.choice(PORTS[self.number][:0x80:8])
        register, value = self.random.randrange(256 ** size), self.random.randrange(256 ** size)
        bus = []
        for port, moved in ((index, register), (index + size, value)):
            bus += writes(port, moved, size=size) if exact else split('write', port, moved, size)
        file.add(f'iow{8 * size}{option} -I {index:#x}', f'{register:#x} {value:#x}', 1, [], bus)

    def add_test_device(self, file):
        port, before = TEST_DEVICE[self.number], self.test_device
        option = self.random.choice(('', ' -x'))
        if before is not None and self.random.random() < 0.5:
            file.add(f'ior8{option}', f'{port:#x}', 1, [(before, 2)], reads(port, before))
            return
        value = self.test_device = self.random.randrange(256)
        file.add(f'iow8{option} --verify', f'{port:#x} {value}', 1, [],
                 writes(port, value) + reads(port, value))

    def add_register(self, file):
        option = self.random.choice(('', ' -x'))
        register = self.random.choice(REGISTERS[self.number])
        before = self.registers.get(register)
        select = writes(INDEX, register)
        words = f'{INDEX:#x} {register:#x}'
        way = self.random.choice(('read', 'poll', 'mask', 'write')) if before is not None else 'write'
        if way == 'read':
            file.add(f'ior8{option} -I', words, 1, [(before, 2)], select + reads(DATA, before))
        elif way == 'poll':
            file.add(f'iopoll8{option} -I', f'{words} {before}', 1, [(before, 2)],
                     select + reads(DATA, before))
        else:
            value = self.number << 6 | self.random.randrange(64)
            self.registers[register] = value
            if way == 'mask':
                file.add(f'iow8{option} -I', f'{words} {value & 0x3f}:0x3f', 1, [],
                         select + reads(DATA, before) + select + writes(DATA, value))
            else:
                file.add(f'iow8{option} -I', f'{words} {value}', 1, [],
                         select + writes(DATA, value))


class Plan:
    """The files of all processes in all rounds: files[round][process]."""

    def __init__(self, operations, rounds, seed):
        processes = [Process(number, seed) for number in PROCESSES]
        share = operations // rounds // len(PROCESSES)
        self.files = [[list(self.of_process(process, number, share)) for process in processes]
                      for number in range(rounds)]
        self.operations = sum(file.operations for file in self)

    @staticmethod
    def of_process(process, number, share):
        for turn in range(TURNS):
            is_long = turn == (process.number + number) % TURNS
            length = share // 2 if is_long else share // 4 // (TURNS - 1)
            name = f'{number}.{process.number}.{turn:02}'
            yield process.file(f'{name}.a-{"long" if is_long else "own"}', length, False, is_long)
            yield process.file(f'{name}.b-shared', share // 4 // TURNS, True)

    def __iter__(self):
        for processes in self.files:
            yield from itertools.chain(*processes)

    def contents(self):
        """What the guest gets."""
        return {f'/soak/{file.name}': ''.join(file.lines) for file in self}


# Files are in the order of their names. Of a long one it is noted, now and then, how many
# accesses to the device it has made, and how much memory it has.
SCRIPT = '''
cd /soak
watch() {{
	while grep -hE '^({noted})' /proc/$1/io /proc/$1/status /proc/$1/smaps_rollup; do
		echo .
		sleep 0.1
	done 2>/dev/null >>$2
}}
work() {{
	for file in {round}.$1.*; do
		case $file in
		*-long)
			ioseq --no-lock $file &
			watch $! memory.$1
			wait $! || exit
			;;
		*-own) ioseq --no-lock $file || exit ;;
		*-shared) ioseq {lock} $file || exit ;;
		esac
	done >printed.$1
}}
processes=
for process in 0 1 2 3; do
	work $process &
	processes="$processes $!"
done
for process in $processes; do
	wait $process
	echo $?
done
md5sum printed.*
for process in 0 1 2 3; do
	echo memory
	cat memory.$process
done
rm printed.* memory.*
'''

NOTED = ['syscr:', 'syscw:', 'VmHWM:', 'Rss:']

# Others may hold it for long.
LOCK = '--lock-timeout 10min'


def output(files):
    """What the script prints of a round that is as it should be, but for memory."""
    digests = [hashlib.md5(''.join(itertools.chain(*(file.printed for file in of_one))).encode())
               for of_one in files]
    return ''.join('0\n' for _ in files) + ''.join(
        f'{digest.hexdigest()}  printed.{number}\n' for number, digest in enumerate(digests))


class Memory:
    """What a long process had of it, by what the watcher has noted. It holds all that it prints
    to the end, when the ports are unlocked, and should take no more."""

    def __init__(self, files, text):
        samples = [dict(line.split()[:2] for line in part.splitlines())
                   for part in text.split('.\n')]
        # At its end it is gone before all is noted.
        samples = [{name: int(value) for name, value in sample.items()}
                   for sample in samples if len(sample) == len(NOTED)]
        # Nothing is flat of which nothing was seen.
        self.is_known = len(samples) > 1
        samples = samples or [dict.fromkeys(NOTED, 0)]
        [printed] = [sum(map(len, file.printed)) for file in files if file.name.endswith('long')]
        last = self.done(samples[-1])
        samples = [sample for sample in samples if self.done(sample) * 20 >= last]
        self.most = samples[-1]['VmHWM:']
        self.peak, self.resident = (max(sample[name] for sample in samples) - samples[0][name]
                                    for name in ('VmHWM:', 'Rss:'))
        # The kernel counts the peak by up to 64 pages too few.
        self.is_leaking = self.resident * 1024 > printed + 131072 or (
            self.peak * 1024 > printed + 64 * 4096)

    @staticmethod
    def done(sample):
        return sample['syscr:'] + sample['syscw:']

    def __str__(self):
        return (f'{self.most} kB at the peak, {self.peak} kB more there and {self.resident} kB more '
                'resident')


class Verdict:
    """What a round did, against the plan: faults is a list of sentences, and torn those that
    tell of an index with the data of another process."""

    def __init__(self, files, result):
        self.accesses, self.turns, self.handovers = 0, 0, 0
        self.faults, self.torn = [], []
        self.compare_output(files, result)
        self.compare_bus(files, result.bus)

    def compare_output(self, files, result):
        expected = output(files)
        out, *memory = result.out.split('memory\n')
        if (result.status, out, result.err) != (0, expected, ''):
            self.faults.append(f'expected {expected!r}, got {out!r}, {result.err!r}, '
                               f'status {result.status}')
        self.memory = [Memory(of_one, text) for of_one, text in zip(files, memory)]
        known = sum(memory.is_known for memory in self.memory)
        if known != len(files):
            self.faults.append(f'the memory of {known} processes is known, not of {len(files)}')
        self.faults += [f'process {number}: {memory} after a tenth, which is more than it printed'
                        for number, memory in enumerate(self.memory) if memory.is_leaking]

    def compare_bus(self, files, bus):
        # Of the shared pair, what comes from whom is seen by the index, and then checked.
        owners = {INDEX: None, DATA: None}
        for number in PROCESSES:
            owners.update(dict.fromkeys((*PORTS[number], TEST_DEVICE[number]), number))
        own, pair, last = collections.defaultdict(list), [], None
        for access in bus:
            owner = owners.get(access.port, 'nobody')
            (pair if owner is None else own[owner]).append(access)
            if owner is None:
                owner = access.value >> (4 if access.port == INDEX else 6) & 3
            self.turns += owner != last
            last = owner
        self.accesses = len(bus)
        for access in own.pop('nobody', []):
            self.faults.append(f'nobody\'s: {access}')
        for number, of_one in enumerate(files):
            self.compare(f'process {number}', own[number], [
                access for file in of_one for access in file.bus if access.port in owners
                and access.port not in (INDEX, DATA)])
        self.compare_pair([[[a for a in file.bus if a.port in (INDEX, DATA)]
                            for file in of_one if file.name.endswith('shared')]
                           for of_one in files], pair)

    def compare_pair(self, files, pair):
        """The accesses to the pair are those of whole files, in any order of the processes."""
        for index, data in zip(pair, pair[1:]):
            if index.port == INDEX and data.port == DATA and (
                    index.value >> 4 & 3 != data.value >> 6 & 3):
                self.torn.append(f'torn: {index}, {data}')
        position, last = 0, None
        files = [collections.deque(of_one) for of_one in files]
        while position < len(pair):
            number = pair[position].value >> 4 & 3
            if not files[number]:
                self.faults.append(f'process {number} makes more accesses than it should: '
                                   f'{pair[position]}, the {position}th to the pair')
                return
            expected = files[number].popleft()
            if not self.compare(f'process {number} with the lock, access {position} to the pair',
                                pair[position:position + len(expected)], expected):
                return
            position += len(expected)
            self.handovers += number != last
            last = number
        for number, rest in enumerate(files):
            if rest:
                self.faults.append(f'process {number}: {len(rest)} files are missing')

    def compare(self, who, seen, expected):
        if seen == expected:
            return True
        for place, (one, other) in enumerate(itertools.zip_longest(seen, expected)):
            if one != other:
                self.faults.append(f'{who}: access {place} of {len(expected)} is {one}, '
                                   f'not {other}')
                return False
        return True


def run(guest, plan, number, lock=LOCK):
    """Run a round in the guest."""
    return Verdict(plan.files[number],
                   guest.run(SCRIPT.format(round=number, lock=lock, noted='|'.join(NOTED))))


def main(operations=1_000_000, seed=1):
    rounds = max(1, operations // 250_000)
    plan = Plan(operations, rounds, seed)
    print(f'{plan.operations} operations, seed {seed}', flush=True)
    faults = 0
    with machine.Machine(harness.BUILD, harness.KERNELS / 'amd64', options=OPTIONS,
                         contents=plan.contents()) as guest:
        for number in range(rounds):
            begun = time.monotonic()
            verdict = run(guest, plan, number)
            print(f'round {number}: {sum(f.operations for f in itertools.chain(*plan.files[number]))} '
                  f'operations, {verdict.accesses} accesses, {verdict.turns} turns, '
                  f'{verdict.handovers} hand-overs of the lock, {len(verdict.torn)} torn, '
                  f'{len(verdict.faults)} faults, {time.monotonic() - begun:.0f} s')
            for process, memory in enumerate(verdict.memory):
                print(f'  memory of process {process}: {memory} after a tenth', flush=True)
            for fault in (verdict.faults + verdict.torn)[:20]:
                print(f'  {fault}')
            faults += len(verdict.faults) + len(verdict.torn)
    return faults > 0


if __name__ == '__main__':
    sys.exit(main(*map(int, sys.argv[1:])))
