# SPDX-License-Identifier: LGPL-2.1-or-later
"""The examples of the manual pages and the README: what a reader would type, and see."""

import re

import harness

PAGES = sorted((harness.SOURCE / 'man').glob('*.[1-9]')) + [harness.SOURCE / 'README.md']

# A literal display of mdoc, or a block of Markdown.
BLOCK = re.compile(r'^(?:\.Bd -literal[^\n]*|```)\n(.*?)^(?:\.Ed|```)$', re.DOTALL | re.MULTILINE)


def sessions(page, prompt):
    """The command lines at a prompt, each with the output shown under it."""
    found = []
    for block in BLOCK.findall(page.read_text()):
        output = None
        for line in block.splitlines():
            if line.startswith(('$ ', '# ')):
                output = []
                if line.startswith(prompt):
                    found.append((line[2:], output))
            elif output is not None:
                output.append(line)
    return found


def display(page, beginning):
    """The one literal display of a page that begins so."""
    [block] = [b for b in BLOCK.findall(page.read_text()) if b.startswith(beginning)]
    return block
