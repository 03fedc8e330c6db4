# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What iospace-output(7) promises of a run, whatever has failed in it."""

import errno
import os
import re
import signal

import rows
from traced import PORTS, accesses

ERRORS = {name: os.strerror(number) for number, name in errno.errorcode.items()}
ERROR = '(?:' + '|'.join(sorted(map(re.escape, ERRORS.values()), key=len, reverse=True)) + ')'
REFUSED = '(?:Permission denied|Operation not permitted)'
PLACE = r'(?:test\.ioseq:\d+: )?(?:register 0x\w+ behind 0x\w+: |0x\w+: )'
NOTHING = 'nothing was read or written'

# What can be told of a fault, and the statuses that go with it: the first that fits.
TOLD = [(re.compile(pattern), statuses) for pattern, statuses in (
    (r'(?:--\w+: )?out of memory', {71}),
    (f'standard output: (?:{ERROR}|some of it was lost)(?:; .* done)?', {74}),
    (f"can't (?:drop privileges|keep other processes out): {ERROR}; {NOTHING}", {77}),
    ("can't lock the I/O ports: a security module, .*", {77}),
    (f"can't lock the I/O ports: {REFUSED}; .* without the lock", {74, 77}),
    (f"can't lock the I/O ports: {ERROR}; .* without the lock", {74}),
    (r'the I/O ports (?:are locked by another process|were .* for \w+); try again', {75}),
    (fr'test\.ioseq: \d+ errors?; {NOTHING}', {65}),
    (fr'test\.ioseq: (?:{ERROR}|it changed while it was read|it ended before its size|'
     f'it was replaced while it was opened|with --trusted, it must be a file); {NOTHING}', {66}),
    (r'test\.ioseq: users other than root can change this file: .*', {78}),
    (f"'ports\\.img': (?:{REFUSED}, and .*|a security module, .*|the file's permissions .*)", {77}),
    (f"'ports\\.img': (?:there is no such file; .*|it (?:has|is) .*|its file system .*|{ERROR})",
     {69}),
    (f'{PLACE}(?:wrote|read|read back) \\d+ of \\d+ bytes: {REFUSED}(?:; and finally.*)?; .* done',
     {74, 77}),
    (f'{PLACE}(?:wrote|read|read back) \\d+ of \\d+ bytes: {ERROR}(?:; and finally.*)?; .* done', {74}),
    (f'{PLACE}wrote 0x[0-9a-f-]+, but read back 0x[0-9a-f-]+(?:; and finally.*)?; .* done', {74}),
    (f'{PLACE}(?:it is 0x|it was still 0x|0x\\w+ did not appear ).*(?:; and finally.*)?; .* done',
     {1}),
    (r'(?:test\.ioseq:\d+: )?stopped by SIG\w+(?:; and finally.*)?; .* done',
     {-getattr(signal, f'SIG{name}') for name in rows.ENDING}),
)]
COUNT = re.compile(r'"count": (\d+)|^(?:[^{\n]*: )?(\d+)(?:, .*)?$', re.MULTILINE)
DONE = re.compile(r'\d+ of \d+ operations done\n')

# What is wrong in a line of a file, which is told before the message.
LINE = re.compile(r'test\.ioseq:\d+:\d+: .*\n')


def failed(run, name, words, but='none'):
    """Whether there is such a call that failed, with another error than one."""
    return any(call.name == name and call.words.startswith(words) and (call.result or 0) < 0
               and but not in call.error for call in run.calls)


def told(row, run, message, fault):
    """What is wrong with a message, and with the status that goes with it."""
    statuses = next((statuses for pattern, statuses in TOLD if pattern.fullmatch(message)), None)
    if statuses is None:
        yield f'iospace-output(7) has no such message: {message!r}'
        return
    counted = 'pwrite64' if row.words.startswith(('iow', 'ioseq')) else 'pread64'
    if statuses == {74, 77} and any(call.name == counted and not call.injected
                                    for *_, call in accesses(run.calls)):
        # It would say that nothing was written, or read.
        statuses = {74}
    # A signal may end it after that.
    if run.status not in statuses and (run.status >= 0 or min(statuses) < 0):
        yield f'its status is {run.status}, and it says: {message!r}'
    cause = ERRORS.get(fault.what.removeprefix('error=')) if fault else None
    if cause and any(error != cause for error in re.findall(ERROR, message)):
        yield f'{cause}, and it says: {message!r}'


def said(row, run, made, fault):
    """What is wrong with its message."""
    command = row.words.split()[0]
    if failed(run, 'write', '2<'):
        if run.status not in (74, *(-getattr(signal, f'SIG{name}') for name in rows.ENDING)):
            yield 'its message was lost, and its status is not 74'
    elif run.status == 0 and run.err:
        yield 'it says something, and its status is 0'
    elif run.status > 0 or run.err:
        message = LINE.sub('', run.err) if run.status == 65 else run.err
        if message.count('\n') != 1 or not message.startswith(f'{command}: '):
            yield f'its message is not one line: {run.err!r}'
        else:
            yield from told(row, run, message[len(command) + 2:-1], fault)
        if bool(DONE.search(run.err)) != bool(made):
            yield f'{len(made)} accesses, but it says: {run.err!r}'


def allowed(row, usual, run, made, bad):
    """The rows of accesses that it may have made, where it has not ended as usual. bad is the
    number of the first that failed."""
    split = len(usual) - row.at_end
    if bad is not None:
        begun = [min(bad + 1, split)]
    elif run.status < 0 or 'but read back' in run.err:
        begun = [0, *range(split + 1)]
    else:
        begun = [split if failed(run, 'write', '') or failed(run, 'close', '1<') else 0]
    for count in begun:
        at_end = usual[split:] if count > row.begun else []
        # Those of one operation end with the first that fails.
        if not row.script and bad is not None:
            at_end = at_end[:max(len(made) - count, 1)]
        yield usual[:count] + at_end if count else []


def before_the_first(row, run):
    """What has to be done by then."""
    calls = []
    for call in run.calls:
        if call.name in ('pread64', 'pwrite64') and 'ports.img' in call.words:
            break
        if call.result == 0:
            calls.append(f'{call.name}({call.words}')
    # What was opened is what it was meant to be.
    needed = [r'(?:newfstatat|fstat)\(\d+<.*ports.img.*S_IFREG.*st_size=65536,',
              r'capset\(.*effective=0, permitted=0', r'prctl\(PR_SET_NO_NEW_PRIVS, 1',
              r'prctl\(PR_SET_DUMPABLE, SUID_DUMP_DISABLE']
    if '--no-lock' not in row.words:
        needed.append(r'flock\(\d+<.*ports.img.*LOCK_EX')
    for pattern in needed:
        if not any(re.match(pattern, call) for call in calls):
            yield f'an access without {pattern}'


def counted(row, run):
    """Whether what it says that it wrote was written."""
    if not re.match('iow|ioseq -v', row.words) or re.search(' -[qnI] ', row.words):
        return
    told = sum(int(json or text) for json, text in COUNT.findall(run.out))
    done = sum(max(call.result, 0) for _, _, call in accesses(run.calls)
               if call.name == 'pwrite64')
    if told != done:
        yield f'{told} bytes told as written, but {done} are'


def is_memory(fault):
    return fault is not None and fault.call is None


def wrong(row, usual, run, fault):
    """All that is wrong with a run."""
    if run.status is None:
        yield 'it hangs'
        return
    made = [access for access, _, _ in accesses(run.calls)]
    bad = next((n for n, (_, is_done, _) in enumerate(accesses(run.calls)) if not is_done), None)
    all_of_them = [access for access, _, _ in accesses(usual.calls)]
    ports = bytearray(PORTS)
    for (_, port, _, data), _, call in accesses(run.calls):
        if call.name == 'pwrite64' and not call.injected and call.result > 0:
            ports[port:port + call.result] = data[:call.result]
    if run.device is not None and run.device != ports:
        yield 'the device does not hold what was written to it'
    if made:
        yield from before_the_first(row, run)
    if run.status < 0:
        name = signal.Signals(-run.status).name[3:]
        deadly = rows.ENDING | rows.KILLING | {
            # They are ignored from a first call on.
            name for name in rows.IGNORED if not any(
                call.words.startswith(f'SIG{name}, {{sa_handler=SIG_IGN') for call in run.calls)}
        if fault.what != f'signal={name}' or name not in deadly:
            yield f'it died of SIG{name}'
        if name in rows.KILLING:
            if made != all_of_them[:len(made)]:
                yield f'it made {made}'
            return
    elif is_memory(fault) and run.status not in (71, usual.status):
        yield f'its status is {run.status}'
    yield from said(row, run, made, fault)
    if run.status == usual.status:
        if made != all_of_them or bad is not None:
            yield f'it made {made}, the first that failed is {bad}, and it does not say so'
    elif made not in list(allowed(row, all_of_them, run, made, bad)):
        yield f'it made {made}, the first that failed is {bad}'
    if run.status == 0:
        # What iocheck sees is another thing then, and so are ports that were cut off.
        if run.out != usual.out and not (row.words.startswith('iocheck')
                                         or fault.what == 'ports.img is cut'):
            yield f'its output is {run.out!r}'
        # What is interrupted may have closed it.
        if failed(run, 'close', '1<', but='EINTR'):
            yield 'its output may be lost, and it does not say so'
    if run.status >= 0 and not failed(run, 'write', '1<'):
        yield from counted(row, run)
