# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A command under strace(1), which makes one of its system calls fail.

What counts is what the trace shows: which bytes of the device were read and written, and
what a reader of the output got. The loader and the constructors of libraries are not ours:
the first call that is, is the poll(2) of the three standard descriptors in output_begin().
"""

import ast
import collections
import contextlib
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness
import rows

PORTS = bytes(n % 251 for n in range(65536))
LIMIT = 10  # seconds, and none needs one

TEXT = r'"(?:[^"\\]|\\.)*"'
CALL = re.compile(r'(\w+)\((.*)\) += (-?\d+|\?|0x[0-9a-f]+)(.*)')
ACCESS = re.compile(rf'\d+<[^>]*ports\.img>(?:\(deleted\))?, ({TEXT}|0x\w+), (\d+), (\d+)')
OUTPUT = re.compile(rf'([12])<[^>]*>, ({TEXT}), \d+')
SIZE = re.compile(r', (\d+|0x[0-9a-f]+)(?:, \d+)?$')

# number: among all calls of that name, from 1. result: None if it did not return.
Call = collections.namedtuple('Call', 'name number words result error injected')
# what: 'error=EIO', 'retval=1' or 'signal=INT', as strace has it; 'FILE is CHANGE'; or
# 'no memory'. when: the number of the call, or of the allocation if call is None, and a "+"
# if it holds for all of the later ones, too.
Fault = collections.namedtuple('Fault', 'call what when')
# out and err: what a reader has got. starved: whether an allocation has failed.
Run = collections.namedtuple('Run', 'status calls out err device starved')

# What another process does to a file while the command is stopped.
CHANGES = {
    'a FIFO': lambda path: (path.unlink(), os.mkfifo(path)),
    'cut': lambda path: os.truncate(path, 3),
    'gone': pathlib.Path.unlink,
    'a folder': lambda path: (path.unlink(), path.mkdir()),
    'a loop': lambda path: (path.unlink(), path.symlink_to(path.name)),
    'a copy': lambda path: (shutil.copy(path, f'{path}.new'), os.rename(f'{path}.new', path)),
}


def parse(text):
    """The calls of a trace from the first that is a command's own."""
    numbers, calls = collections.Counter(), []
    for line in text.splitlines():
        if not (found := CALL.fullmatch(line)):
            continue
        name, words, result, rest = found.groups()
        numbers[name] += 1
        if calls or name == 'poll':
            calls.append(Call(name, numbers[name], words,
                              None if result == '?' else int(result, 0), rest,
                              '(INJECTED)' in rest))
    return calls


def bytes_of(text):
    return ast.literal_eval('b' + text) if text[0] == '"' else b''


def written(calls, fd):
    """What a reader of the output has got."""
    found = ((OUTPUT.fullmatch(call.words), call) for call in calls if call.name == 'write')
    return b''.join(bytes_of(match[2])[:max(call.result or 0, 0)]
                    for match, call in found if match and match[1] == fd).decode('latin-1')


def accesses(calls):
    """Those of a device: what was asked for, whether all of it was done, and the call."""
    for call in calls:
        if call.name in ('pread64', 'pwrite64') and (found := ACCESS.fullmatch(call.words)):
            size, port = int(found[2]), int(found[3])
            data = bytes_of(found[1]) if call.name == 'pwrite64' else b''
            yield (call.name, port, size, data), call.result == size, call


def children(process):
    path = pathlib.Path(f'/proc/{process.pid}/task/{process.pid}/children')
    return [int(child) for child in path.read_text().split()]


def go_on_when_stopped(strace, trace, change):
    """Let the command go on, once it has been stopped and something has been changed."""
    end = time.monotonic() + LIMIT
    while strace.poll() is None and time.monotonic() < end:
        if trace.exists() and 'stopped by SIG' in trace.read_text():
            # It may have been changed before, by the command's end.
            with contextlib.suppress(FileNotFoundError):
                change()
            for child in children(strace):
                os.kill(child, signal.SIGCONT)
            return
        time.sleep(0.001)


def options_of(fault):
    """What strace is told."""
    if fault is None:
        return []
    if fault.call is None:
        return ['-E', f'LD_PRELOAD={harness.BUILD}/tests/faults/libstarve.so',
                '-E', f'IOSPACE_STARVE={fault.when}']
    what = 'signal=STOP' if ' is ' in fault.what else fault.what
    return ['-e', f'inject={fault.call}:{what}:when={fault.when}']


def end_of(strace):
    """The status of the command, or None if it had to be killed."""
    try:
        strace.communicate(timeout=LIMIT)
        return strace.returncode
    except subprocess.TimeoutExpired:
        for child in children(strace):
            os.kill(child, signal.SIGKILL)
        strace.communicate()
        return None


def perform(row, fault=None):
    """Run a row's command on a device of its own."""
    command, *words = shlex.split(row.words)
    with tempfile.TemporaryDirectory(prefix='iospace-faults.') as name:
        directory = pathlib.Path(name)
        device, trace = directory / 'ports.img', directory / 'trace'
        device.write_bytes(PORTS)
        (directory / 'test.ioseq').write_text(row.script)
        strace = subprocess.Popen(
            ['strace', '-qqy', '-s', '100000', '-o', trace, *options_of(fault),
             harness.BUILD / 'cmd' / command, '-d', 'ports.img', *words], cwd=directory,
            # No process can be stopped that has nobody to tell it to go on.
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            process_group=0)
        if fault and ' is ' in fault.what:
            target, change = fault.what.split(' is ')
            go_on_when_stopped(strace, trace, lambda: CHANGES[change](directory / target))
        elif fault and fault.what.removeprefix('signal=') in rows.STOPPING:
            go_on_when_stopped(strace, trace, lambda: None)
        status = end_of(strace)
        text = trace.read_text()
        calls = parse(text)
        whole = not (fault and ' is ' in fault.what)
        return Run(status, calls, written(calls, '1'), written(calls, '2'),
                   device.read_bytes() if whole else None, 'sched_yield()' in text)


def faults_at(call, row, few):
    """All that can happen at a call; the likeliest of it, if few."""
    errors = [f'error={name}' for name in rows.ERRORS.get(call.name, '').split()]
    size = None if call.words == 'NULL' else SIZE.search(f', {call.words}')
    returns = [f'retval={n}' for n in rows.SHORT.get(call.name, ()) if size and n < int(size[1], 0)]
    signals = [f'signal={name}' for name in (rows.SIGNALS[:2] if few else rows.SIGNALS)]
    for what in (errors[:2] if few else errors) + returns + signals:
        yield Fault(call.name, what, call.number)
    for what in [] if few else errors + returns * (call.name in ('pread64', 'pwrite64')):
        # Where the lock is waited for, that is for 5 seconds.
        if (call.name, what) != ('flock', 'error=EAGAIN') or '--lock-timeout' in row.words:
            yield Fault(call.name, what, f'{call.number}+')
    for name in ['ports.img'] + ['test.ioseq'] * bool(row.script):
        for change in list(CHANGES)[:2] if few else CHANGES:
            # ioseq waits for one that it need not trust.
            if (name, change) != ('test.ioseq', 'a FIFO') or '--trusted' in row.words:
                yield Fault(call.name, f'{name} is {change}', call.number)


def runs_with_faults(row, usual, few):
    """Run a row with each fault in turn; those that were not met are left out."""
    for call in usual.calls:
        for fault in faults_at(call, row, few) if call.name != 'exit_group' else ():
            yield fault, perform(row, fault)
    for end in [''] if few else ['', '+']:
        number, run = 1, None
        while run is None or run.starved:
            fault = Fault(None, 'no memory', f'{number}{end}')
            run = perform(row, fault)
            number += 1
            # What the loader and its like have asked for is not seen here.
            if any(call.name == 'sched_yield' for call in run.calls):
                yield fault, run
