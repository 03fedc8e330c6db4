# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What is wrong, as the commands say it, is in the manual: in iospace-output(7), or
where an open fails in iocheck(8); or for a caller of the library in its pages."""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

STRING = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'

# Where a message, or its part before the remedy, stands in the sources.
SOURCES = [
    ('cmd/**/*.c', rf'\bfail(?:_word)?\(\s*&?failure[^";]*?{STRING}'),
    ('cmd/words/options.c', rf'\s[?:]\s+{STRING}'),
    ('cmd/words/options.c', rf'\bfail_argument\([^";]*?{STRING}'),
    ('cmd/sequence/operand.c', rf'\bwrong = {STRING}'),
    ('cmd/sequence/source.c', rf'\bfail_read\([^";]*?{STRING}'),
    ('cmd/words/number.c', rf'(?:return|[?:])\s+{STRING}'),
    ('cmd/words/duration.c', rf'(?:return|[?:])\s+{STRING}'),
    ('cmd/report/output.c', rf'return {STRING}'),
    ('lib/diagnosis/causes.c', rf'return {STRING};'),
    ('lib/diagnosis/causes.c', rf'room,\s*{STRING}'),
    ('lib/access/arch_*.c', rf'\.no_exact =\s*{STRING},'),
]


def messages():
    """The fixed parts of all messages, up to the remedy."""
    for pattern, where in SOURCES:
        paths = list(harness.SOURCE.glob(pattern))
        assert paths, f'there is no {pattern}'
        for path in paths:
            for literals in re.findall(where, path.read_text()):
                text = ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals))
                for part in re.split(r"'?%[0-9]*(?:zu|lld|[a-z])'?", text.split('; ')[0]):
                    part = part.strip(' :,')
                    if ' ' in part:
                        yield path.name, part


def rendered(page):
    return re.sub('.\b', '', subprocess.run(['mandoc', '-T', 'ascii', page], check=True,
                                            capture_output=True, text=True).stdout)


def section(page, name):
    return re.search(rf'^{name}\n(.*?)^\w', rendered(harness.SOURCE / 'man' / page),
                     re.DOTALL | re.MULTILINE)[1]


def explanations():
    # The commands find some among the words, before they ask the library.
    text = (section('iospace-output.7', 'DIAGNOSTICS') + section('iocheck.8', 'CONDITIONS') +
            section('iospace_diagnose_open.3', 'DESCRIPTION'))
    # Lines are broken at hyphens too.
    return re.sub(r'\s', '', text)


class Messages(unittest.TestCase):
    def test_every_message_is_explained_in_the_manual(self):
        if not shutil.which('mandoc'):
            harness.skip('mandoc is not installed')
        found, explained = sorted(set(messages())), explanations()
        self.assertGreater(len(found), 40)
        for path, message in found:
            with self.subTest(file=path, message=message):
                self.assertTrue(re.sub(r'\s', '', message) in explained)


if __name__ == '__main__':
    harness.main()
