# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What a machine can see of the project's style."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

FOLDERS = ('.ci', 'cmd', 'lib', 'man', 'tests')


def files_of(source):
    """The files of a source tree, without what is made there: the ones that git knows, and
    in an unpacked archive those in our folders, and beside them the text."""
    if (source / '.git').exists() and shutil.which('git'):
        names = subprocess.run(['git', '-c', f'safe.directory={source}', 'ls-files', '-z'],
                               cwd=source, check=True, capture_output=True, text=True).stdout
        paths = [source / name for name in names.split('\0') if name]
    else:
        paths = [*source.glob('*.md'), *source.glob('meson*'), source / 'LICENSE']
        for folder in FOLDERS:
            paths += [path for path in (source / folder).rglob('*')
                      if '__pycache__' not in path.parts]
    return sorted(path for path in paths if path.is_file())


FILES = files_of(harness.SOURCE)
PAGES = [path for path in FILES if path.parent.name == 'man' and path.suffix[1:].isdigit()]
COMMANDS = ['iow8', 'ior8', 'iopoll8', 'iodump8', 'ioseq', 'iocheck']


def suffix(*suffixes):
    return [path for path in FILES if path.suffix in suffixes]


class Style(unittest.TestCase):
    maxDiff = None

    def check_silent(self, program, *arguments):
        """A checker that has nothing to say."""
        if not shutil.which(program):
            harness.skip(f'{program} is not installed')
        result = subprocess.run([program, *arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)
        self.assertEqual((result.returncode, result.stdout), (0, ''))

    def test_what_is_made_in_the_source_tree_is_no_file_of_ours(self):
        if not shutil.which('git'):
            harness.skip('git is not installed')
        ours = {'meson.build', 'README.md', 'LICENSE', 'lib/iospace.c', 'man/iow8.8', 'tests/all'}
        made = {'ports.img', 'id.ioseq', 'b2/build.ninja', 'b2/meson-logs/meson-log.txt',
                '.build/default/build.ninja', 'tests/__pycache__/harness.pyc'}
        with tempfile.TemporaryDirectory(prefix='iospace-style.') as directory:
            source = pathlib.Path(directory)
            for name in ours | made:
                (source / name).parent.mkdir(parents=True, exist_ok=True)
                (source / name).write_bytes(b'\0\xff')
            in_archive = {str(path.relative_to(source)) for path in files_of(source)}
            for command in (['init', '--quiet'], ['add', *ours, 'tests/harness.py']):
                (source / 'tests/harness.py').touch()
                subprocess.run(['git', *command], cwd=source, check=True)
            # One that is deleted, but not in git yet.
            (source / 'tests/harness.py').unlink()
            in_git = {str(path.relative_to(source)) for path in files_of(source)}
        self.assertEqual(in_archive, ours)
        self.assertEqual(in_git, ours)

    def test_c_files_are_laid_out_as_clang_format_says(self):
        self.check_silent('clang-format', '--dry-run', '-Werror', *suffix('.c', '.h'))

    def test_shell_scripts_pass_shellcheck(self):
        scripts = [path for path in FILES if re.match(rb'#!.*sh$', path.read_bytes().split(b'\n')[0])]
        scripts += suffix('.bash')
        self.check_silent('shellcheck', '-x', '-P', harness.SOURCE / 'tests', *scripts)

    def test_manual_pages_are_free_of_warnings(self):
        self.check_silent('mandoc', '-T', 'lint', '-W', 'warning', *PAGES)

        for page in PAGES:
            with self.subTest(page=page.name):
                # Not justified: a line of one long prototype can't be.
                self.check_silent('groff', '-ww', '-dAD=l', '-mandoc', '-T', 'utf8', '-z', page)

    def test_manual_pages_fit_in_80_columns(self):
        if not shutil.which('mandoc'):
            harness.skip('mandoc is not installed')
        for page in PAGES:
            text = subprocess.run(['mandoc', '-T', 'utf8', page], check=True,
                                  capture_output=True, text=True).stdout
            text = re.sub('.\b', '', text)
            with self.subTest(page=page.name):
                self.assertEqual([line for line in text.splitlines() if len(line) > 80], [])

    def test_every_file_names_its_holders_and_its_licence(self):
        for path in FILES:
            # Debian's files say it of all of them, in copyright.
            if path.name == 'LICENSE' or path.parts[-3:-1] == ('package', 'debian') or (
                    'debian' in path.parts and path.name in ('control', 'format')):
                continue
            # What a parser is given is nothing else.
            if 'corpus' in path.parts:
                continue
            with self.subTest(file=str(path.relative_to(harness.SOURCE))):
                head = path.read_text().splitlines()[:2]
                self.assertIn('Copyright 2026 the iospace authors, '
                              'SPDX-License-Identifier: LGPL-2.1-or-later', ' '.join(head))

    def test_manual_pages_and_help_name_the_same_options(self):
        for command in COMMANDS:
            help_text = subprocess.run([harness.BUILD / 'cmd' / command, '--help'], check=True,
                                       capture_output=True, text=True).stdout
            offered = re.findall(r'^ +(?:(-\w), )? *(--[\w-]+)(?: (\w+))?', help_text, re.MULTILINE)
            page = (harness.SOURCE / f'man/{command}.8').read_text()
            described = re.findall(
                r'^\.It (?:Fl (\w)(?: Ar \w+)? , )?Fl -([\w-]+)(?: Ar (\w+))?$', page, re.MULTILINE)
            synopsis = page[page.index('.Sh SYNOPSIS'):page.index('.Sh DESCRIPTION')]
            listed = []
            for option in re.findall(r'^\.Op Fl ([\w-]+)', synopsis, re.MULTILINE):
                listed += [f'-{option}'] if option[0] == '-' else [f'-{letter}' for letter in option]
            with self.subTest(command=command):
                self.assertEqual(
                    sorted(offered),
                    sorted((f'-{letter}' if letter else '', f'--{name}', argument.upper())
                           for letter, name, argument in described))
                self.assertEqual(sorted(letter or name for letter, name, _ in offered),
                                 sorted(listed))

    def test_the_commands_of_the_table_are_in_the_pages_and_the_readme(self):
        commands = (harness.SOURCE / 'cmd/sequence/commands.c').read_text()
        table = re.findall(r'^\t\{ "(io\w+)"', commands, re.MULTILINE)
        self.assertIn('iow8', table)
        for name in ('README.md', 'man/iospace.7', 'man/ioseq.5'):
            text = (harness.SOURCE / name).read_text()
            for command in [*table, *(['iocheck'] if name != 'man/ioseq.5' else [])]:
                with self.subTest(file=name, command=command):
                    self.assertRegex(text, rf'\b{command}\b')

    def test_exported_functions_are_declared_mapped_and_described(self):
        declared = set()
        for header in ('iospace.h', 'iospace/wdbgexts.h'):
            declared |= set(re.findall(r'^[\w ]+[ *](\w+)\([^()]*\)(?:;|\n\{)',
                                       (harness.SOURCE / 'lib/include' / header).read_text(), re.MULTILINE))
        mapped = set(re.findall(r'^\t(\w+);', (harness.SOURCE / 'lib/iospace.map').read_text(),
                                re.MULTILINE))
        described = [name for page in suffix('.3') for name in
                     re.findall(r'^\.Ft \S.*\n\.F[on] (\w+)', page.read_text(), re.MULTILINE)]
        self.assertEqual(declared, mapped)
        self.assertEqual(sorted(declared), sorted(described))


if __name__ == '__main__':
    harness.main()
