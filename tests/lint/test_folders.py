# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The folders of the library and of the commands: each uses only itself and those before it."""

import collections
import graphlib
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

# In the order of use: of the library, the commands have what is public alone.
PUBLIC = 'lib/include'
FOLDERS = [PUBLIC, 'lib/system', 'lib/access', 'lib/diagnosis', 'lib/registers', 'lib',
           'cmd/report', 'cmd/words', 'cmd/sequence', 'cmd/run', 'cmd/actions', 'cmd',
           'cmd/completion']
INCLUDE = re.compile(r'^\s*#\s*include\s*"(.+)"', re.MULTILINE)


def sources():
    """Each source or header, and the headers that it includes, by their paths."""
    root = harness.SOURCE
    public = {str(path.relative_to(folder)) for folder in (root / PUBLIC, root / PUBLIC / 'iospace')
              for path in folder.rglob('*.h')}
    for path in sorted([*(root / 'lib').rglob('*.[ch]'), *(root / 'cmd').rglob('*.[ch]')]):
        path = path.relative_to(root)
        yield path, [pathlib.Path(PUBLIC if name in public else path.parts[0], name)
                     for name in INCLUDE.findall((root / path).read_text())]


def folder_of(path):
    return PUBLIC if path.is_relative_to(PUBLIC) else str(path.parent)


class Folders(unittest.TestCase):
    def test_each_uses_itself_and_those_before_it_alone(self):
        for path, headers in sources():
            allowed = [folder for folder in FOLDERS[:FOLDERS.index(folder_of(path)) + 1]
                       if folder == PUBLIC or folder.startswith(path.parts[0])]
            for header in headers:
                with self.subTest(file=str(path), header=str(header)):
                    self.assertIn(folder_of(header), allowed)

    def test_no_two_files_use_each_other(self):
        uses = collections.defaultdict(set)
        for path, headers in sources():
            name = path.with_suffix('')
            uses[name] |= {header.with_suffix('') for header in headers} - {name}
        self.assertGreater(len(uses), 60)
        graphlib.TopologicalSorter(uses).prepare()


if __name__ == '__main__':
    harness.main()
