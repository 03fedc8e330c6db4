# SPDX-License-Identifier: LGPL-2.1-or-later
"""The folders of the commands: each uses only itself and those before it."""

import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

# In the order in which data goes through them; "" is cmd/ itself.
FOLDERS = ['report', 'words', 'sequence', 'run', 'actions', '']
INCLUDE = re.compile(r'^#include "(?:(\w+)/)?(\w+\.h)"$', re.MULTILINE)


class Folders(unittest.TestCase):
    def test_each_uses_itself_and_those_before_it_alone(self):
        root = harness.SOURCE / 'cmd'
        paths = sorted(root.rglob('*.[ch]'))
        self.assertGreater(len(paths), 30)
        for path in paths:
            folder = '' if path.parent == root else path.parent.name
            with self.subTest(file=str(path.relative_to(root))):
                for used, name in INCLUDE.findall(path.read_text()):
                    # The library's only header.
                    if (used, name) != ('', 'iospace.h'):
                        self.assertIn(used, FOLDERS[:FOLDERS.index(folder) + 1], name)


if __name__ == '__main__':
    harness.main()
