# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Port code of debugger extensions, built as C and as C++ with what is installed and no more,
and run on ports that are memory."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness
import installed

HERE = pathlib.Path(__file__).resolve().parent
SHAPES = HERE / 'call_shapes.c'
MEMORY = HERE / 'iospace_in_memory.c'

# What it prints. A variable of the size has the value on every machine; one that is wider, or
# narrower ones side by side, have it where the low byte comes first.
OUTPUT = '''\
output: 4, 0x11223344
index and data: 1, 0x33
status: 1, {status}
input: 2, {input}
union: 4, 0x80000000
buffer: 2, {buffer}
member: 2, 0x1122
pointers: 4, 0x1020304
32 bits: 2, {first}
32 bits: 2, {second}
extended: 1, {extended}
extended: 4, 0x66666666
extended: 0, 0x0
extended: 0, 0x0
word: 2, 0x6666
dword: 4, 0x66666666
dword: 4, 0x66666666
output: 0, 0x1
output: 0, 0x1
output: 0, 0x1
'''
LITTLE_ENDIAN = OUTPUT.format(status='0x5a', input='0x335a', buffer='0x5a11', first='0x1234',
                              second='0x5678', extended='0x77')
BIG_ENDIAN = OUTPUT.format(status='0x5a000000', input='0x335a0000', buffer='0x3322',
                           first='0x12340000', second='0x56780000', extended='0x77000000')


class DebuggerHeader(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(cls.enterClassContext(
            tempfile.TemporaryDirectory(prefix='iospace-lint.')))
        cls.tree = installed.Tree(cls.directory / 'root')
        cls.memory = cls.directory / 'memory.o'
        subprocess.run(['cc', '-c', '-o', cls.memory, MEMORY, *cls.tree.flags('--cflags')],
                       check=True)

    def check(self, compiler, standard, *options):
        program = self.directory / 'program'
        with self.subTest(compiler=compiler, standard=standard):
            self.tree.compile(program, [SHAPES, '-x', 'none', self.memory], '-Wpedantic',
                              f'-std={standard}', *options, compiler=compiler, static=True)
            result = subprocess.run([program], check=True, capture_output=True, text=True)
            self.assertEqual(result.stdout, LITTLE_ENDIAN)

    def check_all(self, *options):
        for c, cxx in (('gcc', 'g++'), ('clang', 'clang++')):
            if not shutil.which(c):
                continue
            for standard in ('c90', 'c99', 'c17', 'gnu17'):
                self.check(c, standard, *options)
            for standard in ('c++11', 'c++17'):
                self.check(cxx, standard, *options, '-x', 'c++')

    def check_after(self, header, package):
        found = subprocess.run(['cc', '-E', '-'], input=f'#include <{header}>\n', text=True,
                               capture_output=True)
        if found.returncode:
            harness.skip(f'{package} is not installed')
        self.check_all(f'-DFIRST=<{header}>')

    def test_every_shape_of_a_call_compiles_and_moves_what_it_says(self):
        self.check_all()

    def test_after_sqltypes_h_too(self):
        self.check_after('sqltypes.h', 'unixodbc-dev')

    def test_after_wintypes_h_too(self):
        self.check_after('PCSC/wintypes.h', 'libpcsclite-dev')

    def test_with_the_base_types_of_the_source_itself(self):
        own = self.directory / 'own.h'
        own.write_text('typedef unsigned char BYTE, UCHAR;\ntypedef unsigned short USHORT;\n'
                       'typedef unsigned long ULONG, *PULONG, DWORD;\n#define ULONG ULONG\n'
                       '#define PULONG PULONG\n#define DWORD DWORD\n')
        self.check_all(f'-DFIRST="{own}"')

    def test_with_no_base_types_at_all(self):
        source = self.directory / 'none.c'
        source.write_text('#include <stdint.h>\ntypedef uint64_t ULONG64;\n'
                          'typedef unsigned long ULONG, *PULONG;\ntypedef struct VOID *BYTE;\n'
                          'enum { Isa, TRUE };\n#include <WdbgExts.h>\n'
                          'int main(void)\n{\n\tULONG size = 1;\n\n'
                          '\tWriteIoSpace64(0x80, 1, &size);\n\treturn size != 1;\n}\n')
        program = self.directory / 'none'
        self.tree.compile(program, [source, self.memory], '-DIOSPACE_NO_BASE_TYPES', static=True)
        subprocess.run([program], check=True)

    def test_a_size_of_64_bits_is_neither_cut_nor_half_stored(self):
        source = self.directory / 'wide.c'
        source.write_text('#include <stdio.h>\ntypedef unsigned long long ULONG, *PULONG;\n'
                          '#define ULONG ULONG\n#define PULONG PULONG\n#include <wdbgexts.h>\n'
                          'int main(void)\n{\n\tULONG sizes[] = { 4, sizeof(ULONG), 1ull << 32 | 4 };'
                          '\n\n\tfor (int i = 0; i < 3; i++) {\n'
                          '\t\tWriteIoSpace64(0x80, 1ull << 32 | 1, &sizes[i]);\n'
                          '\t\tprintf("%llu\\n", sizes[i]);\n\t}\n}\n')
        program = self.directory / 'wide'
        self.tree.compile(program, [source, self.memory], static=True)
        result = subprocess.run([program], check=True, capture_output=True, text=True)
        self.assertEqual(result.stdout, '4\n0\n0\n')

    def test_a_program_without_the_header_finds_them_in_the_library(self):
        source = self.directory / 'symbols.c'
        source.write_text('#include <stdint.h>\n#include <stdio.h>\n'
                          'void WriteIoSpaceEx64(uint64_t, uint32_t, uint32_t *, uint32_t, uint32_t,'
                          ' uint32_t);\nvoid ReadIoSpace(uint32_t, void *, uint32_t *);\n'
                          'int main(void)\n{\n\tuint32_t size = 2;\n\tuint16_t word = 0;\n\n'
                          '\tWriteIoSpaceEx64(0xe0, 0x11223344, &size, 1, 0, 1);\n'
                          '\tReadIoSpace(0xe0, &word, &size);\n'
                          '\tprintf("%u 0x%x\\n", size, word);\n}\n')
        program = self.directory / 'symbols'
        self.tree.compile(program, [source, self.memory], static=True)
        result = subprocess.run([program], check=True, capture_output=True, text=True)
        self.assertEqual(result.stdout, '2 0x3344\n')


class BigEndian(unittest.TestCase):
    """On s390x, emulated."""

    def test_a_variable_of_the_size_has_the_value(self):
        library = harness.SOURCE / '.build/s390x/build/lib/libiospace.a'
        for program in ('s390x-linux-gnu-gcc', 'qemu-s390x-static'):
            if not shutil.which(program):
                harness.skip(f'{program} is not installed')
        if not library.exists():
            harness.skip(f'there is no {library}: tests/all makes it')
        with tempfile.TemporaryDirectory(prefix='iospace-lint.') as directory:
            program = f'{directory}/program'
            headers = harness.SOURCE / 'lib/include'
            subprocess.run(['s390x-linux-gnu-gcc', '-static', f'-I{headers}',
                            f'-I{headers}/iospace', '-o', program, SHAPES, MEMORY, library], check=True)
            result = subprocess.run(['qemu-s390x-static', program], check=True,
                                    capture_output=True, text=True)
            self.assertEqual(result.stdout, BIG_ENDIAN)


if __name__ == '__main__':
    harness.main()
