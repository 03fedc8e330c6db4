# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The C sources, as programs that look for faults see them. They find none: what they take
for one and is none has its reason beside it."""

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

COMMANDS = harness.BUILD / 'compile_commands.json'
OF_X86 = {'lib/access/arch_x86.c', 'lib/access/inout.c'}


def compiled():
    """The sources of the product, each with the options that it is compiled with for that, or
    for a test where it is built for other machines: the compiler, and where it writes to, are
    the analyser's own."""
    found = {}
    entries = json.loads(COMMANDS.read_text())
    for entry in sorted(entries, key=lambda entry: entry['output'].startswith('tests/')):
        path = os.path.relpath(harness.BUILD / entry['file'], harness.SOURCE)
        if path.startswith(('lib/', 'cmd/')):
            words = shlex.split(entry['command'])
            del words[:next(i for i, word in enumerate(words) if word.startswith('-'))]
            for option in ('-o', '-MF'):
                place = words.index(option)
                del words[place:place + 2]
            found.setdefault(entry['file'], words)
    return found


class Analysis(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='iospace-analysis.')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def say(self, *command):
        """What a program that looks for faults has to say: nothing where there is none."""
        if not shutil.which(command[0]):
            harness.skip(f'{command[0]} is not installed')
        result = subprocess.run(command, cwd=harness.BUILD, capture_output=True, text=True)
        # On standard error clang-tidy counts what it does not show.
        if command[0] == 'clang-tidy' and not result.returncode:
            return result.stdout
        status = f'{command[0]}: {result.returncode}\n' if result.returncode else ''
        return result.stdout + result.stderr + status

    def test_all_sources_are_looked_at(self):
        sources = {str(path.relative_to(harness.SOURCE)) for folder in ('lib', 'cmd')
                   for path in (harness.SOURCE / folder).rglob('*.c')}
        looked_at = {os.path.relpath(harness.BUILD / name, harness.SOURCE) for name in compiled()}
        self.assertLessEqual(sources - looked_at, OF_X86)

    def test_the_analyser_of_gcc_finds_nothing(self):
        # gcc 14 sees no end of the loop over a word, in cmd/words/number.h.
        self.assertEqual('', ''.join(
            self.say('gcc', '-fanalyzer', '-Wno-analyzer-infinite-loop', *options,
                     '-o', self.directory / 'made', '-fdiagnostics-color=never')
            for options in compiled().values()))

    def test_clang_tidy_finds_nothing(self):
        # Each source alone: clang-tidy 14 confuses the va_lists of several.
        self.assertEqual('', ''.join(self.say('clang-tidy', '--quiet', source, '--', *options)
                                     for source, options in compiled().items()))

    def test_cppcheck_finds_nothing(self):
        # In the tests, too. Of style it has another one.
        self.assertEqual('', self.say(
            'cppcheck', '--quiet', '--error-exitcode=1', '--inline-suppr',
            '--enable=warning,performance,portability', f'--project={COMMANDS}',
            # cppcheck 2.17 tells of itself that it does not look at all branches.
            '--suppress=normalCheckLevelMaxBranches'))


if __name__ == '__main__':
    harness.main()
