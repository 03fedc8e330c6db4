# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What is installed, and a program that is built on nothing else."""

import pathlib
import re
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
CONSUMER = TESTS / 'consumer'
sys.path[:0] = [str(TESTS), str(TESTS / 'cmd')]

import harness
import installed
import manual
import simulated
from installed import COMMANDS

FUNCTIONS = ['ReadIoSpace', 'ReadIoSpace64', 'ReadIoSpaceEx', 'ReadIoSpaceEx64', 'WriteIoSpace',
             'WriteIoSpace64', 'WriteIoSpaceEx', 'WriteIoSpaceEx64', 'iospace_cause_get_reason',
             'iospace_cause_get_remedy', 'iospace_cause_get_text', 'iospace_check',
             'iospace_claim', 'iospace_close', 'iospace_condition_get_answer',
             'iospace_condition_get_evidence', 'iospace_condition_get_kind',
             'iospace_condition_get_name', 'iospace_condition_get_reason',
             'iospace_condition_get_remedy', 'iospace_diagnose_access', 'iospace_diagnose_open',
             'iospace_diagnosis_free', 'iospace_diagnosis_next_cause',
             'iospace_diagnosis_next_condition', 'iospace_get_reads', 'iospace_get_waited',
             'iospace_is_simulated', 'iospace_lock', 'iospace_open', 'iospace_open_ec',
             'iospace_open_fd', 'iospace_open_indexed', 'iospace_owner_get_driver',
             'iospace_owner_get_first', 'iospace_owner_get_kind', 'iospace_owner_get_last',
             'iospace_owner_get_level', 'iospace_owner_get_name', 'iospace_owner_get_parent',
             'iospace_owners_free', 'iospace_owners_next', 'iospace_owners_read', 'iospace_poll',
             'iospace_probe', 'iospace_read', 'iospace_read_block', 'iospace_remedy_get_text',
             'iospace_set_pauses', 'iospace_unlock', 'iospace_update', 'iospace_version',
             'iospace_wdbg_read', 'iospace_wdbg_write', 'iospace_write', 'iospace_write_list']


class Install(simulated.SimulatedCase):
    def setUp(self):
        super().setUp()
        self.tree = installed.Tree(self.directory / 'root')
        self.root, self.prefix, self.libdir = (
            self.tree.root, self.tree.prefix, self.tree.libdir)

    def compile(self, text):
        """A program that is built on what is installed alone."""
        source, program = self.directory / 'program.c', self.directory / 'program'
        source.write_text(text)
        self.tree.compile(program, [source])
        return program

    def run_program(self, program, *words):
        """How it ends, and what it says."""
        result = subprocess.run([program, *words], capture_output=True, text=True,
                                env={'LD_LIBRARY_PATH': str(self.libdir)})
        return result.returncode, result.stdout, result.stderr

    def test_all_files_are_installed_and_no_others(self):
        libdir = self.libdir.relative_to(self.prefix)
        expected = {f'bin/{program}' for program in self.tree.programs}
        expected |= {f'{libdir}/{name}' for name in (
            'libiospace.a', 'libiospace.so', 'libiospace.so.0', 'libiospace.so.0.1.0',
            'pkgconfig/iospace.pc')}
        expected |= {f'include/{name}' for name in (
            'iospace.h', 'iospace/wdbgexts.h', 'iospace/wdbgtypes.h', 'iospace/WdbgExts.h',
            'iospace/Wdbgexts.h', 'iospace/WDBGEXTS.H')}
        expected |= {f'share/man/man8/{command}.8' for command in COMMANDS}
        expected |= {f'share/man/man3/{name}.3' for name in [*FUNCTIONS, 'libiospace']}
        expected |= {f'share/man/{page}' for page in (
            'man5/ioseq.5', 'man7/iospace.7', 'man7/iospace-output.7', 'man8/ioseq@.service.8',
            'man8/ioseq-resume@.service.8')}
        expected |= {f'share/bash-completion/completions/{command}' for command in COMMANDS}
        expected |= {f'share/fish/vendor_completions.d/{command}.fish' for command in COMMANDS}
        expected |= {f'share/zsh/site-functions/_{command}' for command in COMMANDS}
        installed = {str(path.relative_to(self.prefix)) for path in self.prefix.rglob('*')
                     if not path.is_dir() and path.suffix != '.service'}
        self.assertEqual(installed, expected)

    def test_the_units_are_installed_where_systemd_looks(self):
        units = {path.relative_to(self.root) for path in self.root.rglob('*.service')}
        self.assertEqual({path.name for path in units},
                         {'ioseq@.service', 'ioseq-resume@.service'})
        self.assertLessEqual({str(path.parent) for path in units},
                             {'lib/systemd/system', 'usr/lib/systemd/system',
                              'usr/local/lib/systemd/system'})
        for path in units:
            text = (self.root / path).read_text()
            self.assertIn('\nExecStart=/usr/local/bin/ioseq --trusted /etc/ioseq.d/%i.ioseq\n',
                          text)
            self.assertIn(f'\nRequiresMountsFor=/usr/local/bin '
                          f'/usr/local/{self.libdir.relative_to(self.prefix)} /etc/ioseq.d\n', text)

    def test_there_is_a_directory_for_the_sequences(self):
        directory = self.root / 'etc/ioseq.d'
        self.assertEqual((directory.stat().st_mode, list(directory.iterdir())), (0o40755, []))

    def test_every_link_leads_to_a_page(self):
        for path in self.prefix.rglob('share/man/man?/*'):
            with self.subTest(page=path.name):
                self.assertTrue(path.exists())
                self.assertIn(path.name.split('.')[0], path.read_text())

    def test_the_library_exports_what_its_map_says_and_nothing_else(self):
        symbols = subprocess.run(['nm', '-D', '--defined-only', self.libdir / 'libiospace.so.0'],
                                 check=True, capture_output=True, text=True).stdout
        self.assertEqual(re.findall(r' T (\w+)@@IOSPACE_0$', symbols, re.MULTILINE), FUNCTIONS)
        self.assertEqual(len(symbols.splitlines()), len(FUNCTIONS) + 1)

    def test_the_version_is_the_same_wherever_it_is_asked(self):
        [version] = re.findall(r"^project\(.*?version: '([\d.]+)'",
                               (harness.SOURCE / 'meson.build').read_text(),
                               re.MULTILINE | re.DOTALL)
        program = self.compile('''
            #include <iospace.h>
            #include <stdio.h>
            int main(void)
            {
                printf("%s %s %d.%d.%d\\n", iospace_version(), IOSPACE_VERSION,
                       IOSPACE_VERSION_MAJOR, IOSPACE_VERSION_MINOR, IOSPACE_VERSION_PATCH);
            }''')
        said = subprocess.run([program], check=True, capture_output=True, text=True,
                              env={'LD_LIBRARY_PATH': str(self.libdir)}).stdout
        self.assertEqual(said, f'{version} {version} {version}\n')
        self.assertEqual(self.run_command('iow8', '--version').stdout.decode(),
                         f'iow8 (iospace) {version}\n')
        self.assertIn(f'\nVersion: {version}\n',
                      (self.libdir / 'pkgconfig/iospace.pc').read_text())
        self.assertEqual((self.libdir / 'libiospace.so').resolve().name,
                         f'libiospace.so.{version}')

    def run_consumer(self, *command):
        """What a consumer says, and what it leaves in port 0x80."""
        self.device.write_bytes(bytes(65536))
        result = subprocess.run([*command, self.device], capture_output=True, text=True,
                                env={'LD_LIBRARY_PATH': str(self.libdir)})
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        return result.stdout, self.device.read_bytes()[0x80]

    def test_a_consumer_builds_in_c_and_in_c_plus_plus(self):
        program = self.directory / 'consumer'
        for language, compiler in (('c', 'cc'), ('c++', 'g++')):
            for static in (False, True):
                with self.subTest(language=language, static=static):
                    self.tree.compile(program, ['-x', language, CONSUMER / 'consumer.c', '-x', 'none'],
                                      compiler=compiler, static=static)
                    self.assertEqual(self.run_consumer(program), ('0 3 0x33\n', 0x33))

    def test_a_consumer_loads_the_library_in_a_thread(self):
        program = self.directory / 'loader'
        flags = self.tree.flags('--cflags')
        subprocess.run(['cc', '-pthread', *flags, '-o', program, CONSUMER / 'loader.c', '-ldl'],
                       check=True)
        self.assertEqual(self.run_consumer(program, self.libdir / 'libiospace.so.0'),
                         ('0 1\n0\n', 0x5a))

    def test_a_consumer_is_in_python(self):
        self.assertEqual(self.run_consumer(sys.executable, CONSUMER / 'consumer.py',
                                           self.libdir / 'libiospace.so.0'), ('0 1\n', 0x5a))

    def test_the_example_of_the_manual_builds_and_runs(self):
        page = (harness.SOURCE / 'man/libiospace.3').read_text()
        [source] = [block for block in manual.BLOCK.findall(page) if '#include' in block]
        source = source.replace('\\e', '\\').replace('\\-', '-').replace('\\&', '')
        program = self.directory / 'program'
        (self.directory / 'program.c').write_text(source)
        for static in (False, True):
            with self.subTest(static=static):
                self.tree.compile(program, [f'{program}.c'], static=static)
                self.assertEqual(self.run_program(program, self.device), (0, '0x71\n', ''))
                self.ports[0x70] = 0x0d
                self.assertEqual(self.device.read_bytes(), self.ports)

    def test_the_loop_over_owners_of_the_manual_builds_and_runs(self):
        loop = manual.display(harness.SOURCE / 'man/iospace_owners_read.3', 'const struct')
        program = self.compile('#include <iospace.h>\n#include <stdio.h>\nint main(void)\n{\n'
                               'struct iospace_owners *owners;\n'
                               'if (iospace_owners_read(&owners) < 0) { puts("unknown"); return 0; }'
                               f'\n{loop}\niospace_owners_free(owners);\n}}\n')
        status, _, err = self.run_program(program)
        self.assertEqual((status, err), (0, ''))

    def test_the_poll_of_the_manual_builds_and_runs(self):
        part = manual.display(harness.SOURCE / 'man/iospace_poll.3', 'const struct')
        program = self.compile(
            '#include <err.h>\n#include <errno.h>\n#include <string.h>\n#include <iospace.h>\n'
            'int main(int argc, char *argv[])\n{\nstruct iospace *io;\n'
            'if (argc != 2 || iospace_open(&io, argv[1], IOSPACE_READ) < 0)\n\treturn 9;\n'
            + part.replace('\\-', '-') + 'iospace_close(io);\n}\n')
        for value, ended in ((0x64, (0, '', '')),
                             (0x66, (1, '', 'program: it is busy: status 0x66\n'))):
            with self.subTest(value=value):
                self.device.write_bytes(bytes([value]) * 65536)
                self.assertEqual(self.run_program(program, self.device), ended)

    def test_the_open_of_a_descriptor_of_the_manual_builds_and_runs(self):
        part = manual.display(harness.SOURCE / 'man/libiospace.3', 'struct iospace *io = NULL')
        program = self.compile(
            '#include <err.h>\n#include <stdio.h>\n#include <string.h>\n#include <iospace.h>\n'
            f'int main(void)\n{{\n{part}\nprintf("%d\\n", iospace_is_simulated(io));\n'
            'iospace_close(io);\n}\n')
        for number, ended in ((3, (0, '1\n', '')),
                              (4, (1, '', 'program: descriptor 3: Bad file descriptor\n'))):
            with self.subTest(number=number):
                self.assertEqual(self.run_program(
                    'bash', '-c', f'exec "$0" {number}<>"$1"', program, self.device), ended)

    def test_the_words_for_a_failure_of_the_manual_build_and_run(self):
        function = manual.display(harness.SOURCE / 'man/iospace_diagnose_open.3', 'void\nsay_why')
        program = self.compile(
            '#include <err.h>\n#include <string.h>\n#include <iospace.h>\n'
            f'static {function}\nint main(int argc, char *argv[])\n{{\n'
            'struct iospace *io;\nint r = iospace_open(&io, argv[1], IOSPACE_READ);\n'
            'say_why(argv[argc - 1], IOSPACE_READ, r);\n}\n')
        self.assertEqual(self.run_program(program, self.directory / 'missing'),
                         (0, '', 'program: there is no such file; make a simulated I/O space with '
                                 "'truncate -s 64K FILE'\n"))

    def test_the_registers_of_the_manual_build_and_run(self):
        part = manual.display(harness.SOURCE / 'man/iospace_open_indexed.3', 'struct iospace *cmos')
        program = self.compile(
            '#include <stdio.h>\n#include <iospace.h>\nint main(int argc, char *argv[])\n{\n'
            'struct iospace *io;\n'
            'if (argc != 2 || iospace_open(&io, argv[1], IOSPACE_READ | IOSPACE_WRITE) < 0)\n'
            f'\treturn 9;\n{part}\nprintf("%d 0x%x\\n", r, battery);\niospace_close(io);\n}}\n')
        self.assertEqual(self.run_program(program, self.device), (0, '0 0x71\n', ''))

    def test_each_header_stands_alone(self):
        for header in ('iospace.h', 'iospace/wdbgexts.h', 'wdbgexts.h', 'WdbgExts.h',
                       'Wdbgexts.h', 'WDBGEXTS.H', 'wdbgtypes.h'):
            for language, more in (('c', []), ('c', ['-std=c99']), ('c++', [])):
                with self.subTest(header=header, language=language, more=more):
                    subprocess.run(
                        ['cc', '-x', language, *more, '-Wall', '-Wextra', '-Wpedantic', '-Werror',
                         '-fsyntax-only', *self.tree.flags('--cflags'), '-'],
                        input=f'#include <{header}>\n', text=True, check=True)


if __name__ == '__main__':
    harness.main()
