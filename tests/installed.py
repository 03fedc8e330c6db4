# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What a build installs, below a directory of its own, and programs built on nothing else."""

import os
import pathlib
import subprocess

import harness

COMMANDS = [f'io{verb}{width}' for verb in ('r', 'w', 'poll', 'dump') for width in (8, 16, 32)]
COMMANDS += ['iocheck', 'ioseq']


class Tree:
    def __init__(self, root, build=harness.BUILD):
        self.root = root
        subprocess.run(['meson', 'install', '-C', build, '--no-rebuild', '--quiet',
                        '--destdir', root], check=True, stdout=subprocess.DEVNULL)
        self.prefix = root / 'usr/local'
        [self.libdir] = [path.parent for path in self.prefix.rglob('libiospace.a')]
        # The static commands are links to one more.
        is_static = (build / 'cmd/iospace').exists()
        self.programs = [*COMMANDS, 'iospace'] if is_static else COMMANDS

    def flags(self, *options):
        """What pkg-config says."""
        environment = {**os.environ, 'PKG_CONFIG_PATH': str(self.libdir / 'pkgconfig'),
                       'PKG_CONFIG_SYSROOT_DIR': str(self.root)}
        return subprocess.run(['pkg-config', *options, 'iospace'], env=environment, check=True,
                              capture_output=True, text=True).stdout.split()

    def compile(self, program, sources, *options, compiler='cc', static=False):
        """Build a program without a warning, from files and compiler options."""
        link = ['-static'] if static else []
        subprocess.run([compiler, '-Wall', '-Wextra', '-Werror', *options, '-o', program, *sources,
                        *link, *self.flags('--cflags', '--libs', *map('-{}'.format, link))],
                       check=True)
