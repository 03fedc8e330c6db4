# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The command lines of the matrix, and what can go wrong with each system call."""

import collections

# at_end: how many of its accesses, the last ones, are made whatever happened, once so many
# as begun says are done. script: the text of the file for ioseq.
Row = collections.namedtuple('Row', 'words at_end script begun', defaults=(0, '', 0))

SCRIPT = '''\
finally iow8 0x8e 1
iow8 0x80 1
iow8 0x81 2 0x82 3
ior8 3-5
sleep 3ms
iopoll8 -i 1ms 0x90 0x90
iow16 --verify 0x84 0x1122
iow8 0x87 0xf0:0xf0
finally iow8 0x8f 2
'''
PARTS = '''\
iow32 0x80 0x11223344
finally
iow8 -x 0x84 5
finally iow8 0x8e 1
iow8 0x85 6
'''

ROWS = [
    Row('iow8 0x80 0x5a'),
    Row('iow8 -v 0x80 1 0x81 2 0x82 3:1'),
    Row('iow16 --json 0x80 0x1122 0x84 0x3344:0xff'),
    Row('iow32 --verify -v 0x80 0x11223344 0x84 0x11223344:0xff00ff00'),
    Row('iow32 -x --exclusive --log 0x80 0x11223344'),
    Row('iow8 -q --no-lock 0x80 1 0x81 2'),
    Row('iow16 -n 0x80 0x1122:0xff'),
    Row('iow8 --version'),
    Row('iow8 -v -I 0x2e --enter 0x87,0x01 --exit 0xaa 0x30 1', at_end=1),
    Row('iow8 -I 0x2e --bank 7=3 0x30 1', at_end=2, begun=2),
    Row('ior8 0x10 0x20-0x22'),
    Row('ior16 -v 0x10'),
    Row('ior32 --json -x 0x10 0x20'),
    Row('ior8 -v -I 0x2e 0x30-0x31'),
    Row('ior8 -n 0x10'),
    Row('iopoll8 0x90 0x90'),
    Row('iopoll8 -t 0 0x90 1'),
    Row('iopoll16 --json -i 1ms 0x90 0x9190'),
    Row('iopoll32 -v --not 0x90 1'),
    Row('iopoll16 -x -t 0 0x90 0x9190:0xff'),
    Row('iopoll8 -n 0x90 1'),
    Row('iodump8 0x80-0xa7'),
    Row('iodump8 -v -I 0x2e --all 0x30-0x37'),
    Row('iodump32 -n -x 0x80-0x8f'),
    Row('iodump16 --raw 0x80-0x8f'),
    Row('iodump32 --json 0x80+16 0xa0+8'),
    Row('ioseq test.ioseq', 2, SCRIPT),
    Row('ioseq -v --lock-timeout 30ms test.ioseq', 2, SCRIPT),
    Row('ioseq --json --verify test.ioseq', 1, 'iow8 0x80 1\nsleep 1ms\nfinally ior8 5\n'),
    Row('ioseq --check test.ioseq', 0, SCRIPT),
    Row('ioseq -n test.ioseq', 0, SCRIPT),
    Row('ioseq -q --no-lock --exclusive test.ioseq', 2, SCRIPT),
    Row('ioseq --help'),
    Row('ioseq --trusted test.ioseq', 1, PARTS, begun=1),
    Row('ioseq -x test.ioseq', 0, ''.join(f'iow8 {n:#x} {n % 7}\n' for n in range(0x80, 0xa0))),
    Row('iocheck'),
    Row('iocheck -x --json'),
]

# The errors of a call, from its manual and from what a security module or a filter answers;
# the likeliest first, which are those that the tests take. EBADF and EFAULT, by which a call
# tells of a fault of ours, are there where the manual of a device has them.
ERRORS = {
    'capget': 'EPERM ENOSYS EINVAL ESRCH',
    'capset': 'EPERM ENOSYS EINVAL ESRCH',
    'close': 'EIO EINTR ENOSPC EDQUOT',
    'connect': 'ECONNREFUSED ENOENT EACCES EPERM EAGAIN EINTR EPROTOTYPE',
    'faccessat2': 'EACCES ENOSYS ENOENT EROFS EIO ENOMEM ELOOP ENAMETOOLONG ENOTDIR EINVAL '
                  'EPERM ETXTBSY',
    'fcntl': 'EMFILE EACCES EINVAL',
    'flock': 'EACCES EINTR EAGAIN ENOLCK EPERM EINVAL ENOSYS',
    'fstat': 'EIO ENOMEM EOVERFLOW',
    'getcwd': 'ENOENT EACCES ENOMEM ENAMETOOLONG ERANGE',
    'getrandom': 'EAGAIN ENOSYS EINTR EINVAL',
    'ioctl': 'ENOTTY EIO EINVAL',
    'ioperm': 'EPERM ENOSYS ENOMEM EIO EINVAL',
    'lseek': 'ESPIPE EINVAL EOVERFLOW ENXIO',
    'mmap': 'ENOMEM EAGAIN EPERM',
    'mremap': 'ENOMEM EAGAIN',
    'munmap': 'ENOMEM EINVAL',
    'newfstatat': 'EACCES ENOENT ENOMEM ELOOP ENOTDIR EIO EOVERFLOW ENAMETOOLONG EINVAL',
    'openat': 'EACCES ENOENT EPERM EMFILE ENFILE EINTR ENOMEM EIO ELOOP ENXIO EROFS ETXTBSY '
              'ENODEV ENOTDIR EBUSY EINVAL EISDIR ENAMETOOLONG EOVERFLOW EOPNOTSUPP ENOSPC '
              'EDQUOT EAGAIN',
    'poll': 'EINTR ENOMEM EINVAL',
    'ppoll': 'EINTR ENOMEM EINVAL',
    'prctl': 'EPERM EINVAL EACCES ENOSYS',
    'pread64': 'EIO EINTR EAGAIN EPERM ENXIO EFAULT EINVAL EBADF',
    'pwrite64': 'EIO EINTR ENOSPC EAGAIN EPERM ENXIO EFBIG EDQUOT EFAULT EINVAL EBADF',
    'read': 'EIO EINTR EAGAIN EISDIR EINVAL',
    'readlink': 'EACCES ENOENT EIO ENOMEM EINVAL ELOOP ENAMETOOLONG ENOTDIR',
    'rt_sigtimedwait': 'EINTR EAGAIN EINVAL',
    'sendto': 'ECONNREFUSED EAGAIN EINTR ENOBUFS ENOTCONN EPIPE EMSGSIZE EACCES',
    'socket': 'EACCES EMFILE ENFILE ENOBUFS EAFNOSUPPORT EPERM',
    'write': 'EPIPE ENOSPC EINTR EIO EAGAIN EFBIG EDQUOT EINVAL EPERM EDESTADDRREQ',
}
# What else a call can return, if that is less than it was asked for: pwrite64 to a port may
# return 0, and write(2) does not. A brk(2) that fails returns the old end, which for libc is
# as good as 0.
SHORT = {'brk': (0,), 'pread64': (0, 1, 2, 3), 'pwrite64': (0, 1, 2, 3), 'read': (0,),
         'write': (1,)}

SIGNALS = 'INT QUIT TERM HUP PIPE ALRM USR1 XFSZ WINCH TSTP TTIN TTOU'.split()
ENDING = {'INT', 'TERM', 'HUP'}      # a run may hold them back, and tidies up
KILLING = {'QUIT', 'ALRM', 'USR1'}   # and these not
IGNORED = {'PIPE', 'XFSZ'}
STOPPING = {'TSTP', 'TTIN', 'TTOU'}  # until it is told to go on
