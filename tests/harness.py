# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What the Python tests share: where the build is, TAP output, and no silent skips."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import unittest

import tap.runner

SOURCE = pathlib.Path(__file__).resolve().parent.parent
KERNELS = pathlib.Path(os.environ.get('IOSPACE_KERNELS', SOURCE / '.build/kernel'))
BUILD = pathlib.Path(os.environ.get('IOSPACE_BUILD', SOURCE / '.build/default'))
LIBC = os.environ.get('IOSPACE_LIBC', 'glibc')


def skip(reason):
    """Skip a test, or fail it where everything must run."""
    if os.environ.get('IOSPACE_MUST_RUN') == '1':
        raise AssertionError(f'{reason}; with IOSPACE_MUST_RUN=1 this is a failure')
    raise unittest.SkipTest(reason)


def own_mounts():
    """The words before a command that is to have mounts of its own, seen by nobody else."""
    if os.getuid() == 0 and shutil.which('unshare'):
        for words in (['unshare', '-m'], ['unshare', '-m', '--propagation', 'unchanged']):
            if subprocess.run([*words, 'true'], capture_output=True).returncode == 0:
                return words
            # In a chroot the root is no mount that could be made private. All may be.
            if 'shared:' in pathlib.Path('/proc/self/mountinfo').read_text():
                break
    return skip('a command can not have mounts of its own here')


def main():
    """Run the cases of the calling file, and print their results as TAP."""
    # What a shell runs in the background ignores these, and so would the commands.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    runner = tap.runner.TAPTestRunner()
    runner.set_stream(True)
    program = unittest.main(testRunner=runner, exit=False, argv=sys.argv)
    sys.exit(not program.result.wasSuccessful())
