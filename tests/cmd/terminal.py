# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A terminal with a program in it, in the directory of the test."""

import os
import pty
import subprocess
import time

import simulated
from simulated import harness

# How long anything that does not come is waited for.
PATIENCE = 60


def wait_until(is_true):
    """What it returns, once that is something."""
    end = time.monotonic() + PATIENCE
    while not (result := is_true()):
        if time.monotonic() > end:
            raise AssertionError('it did not come')
        time.sleep(0.02)
    return result


class TerminalCase(simulated.SimulatedCase):
    def begin_terminal(self, program, columns=80, rows=24):
        try:
            for end in pty.openpty():
                os.close(end)
        except OSError:
            harness.skip('there are no pseudo-terminals')
        self.socket = str(self.directory / 'tmux')
        self.tmux('-f', '/dev/null', 'new-session', '-d', '-x', str(columns), '-y', str(rows),
                  program)
        self.addCleanup(self.tmux, 'kill-server')

    def tmux(self, *words):
        return subprocess.run(['tmux', '-S', self.socket, *words], cwd=self.directory, check=True,
                              stdout=subprocess.PIPE).stdout.decode()

    def press(self, text):
        self.tmux('send-keys', '-l', text)

    def type(self, text):
        self.press(text + '\n')

    def screen(self, *options):
        """Its lines, without the empty ones at its end."""
        return [line.rstrip() for line in
                self.tmux('capture-pane', '-p', *options).rstrip('\n').split('\n')]

    def wait_for(self, lines):
        try:
            wait_until(lambda: self.screen() == lines)
        except AssertionError:
            self.assertEqual(self.screen(), lines)
