# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The examples of the manual pages and the README: what a reader would type, and see."""

import re

import harness

PAGES = sorted((harness.SOURCE / 'man').glob('*.[1-9]')) + [harness.SOURCE / 'README.md']

# A literal display of mdoc, or a block of Markdown.
BLOCK = re.compile(r'^(?:\.Bd -literal[^\n]*|```)\n(.*?)^(?:\.Ed|```)$', re.DOTALL | re.MULTILINE)

# Such a block that is a file: its name and a colon are before it.
FILE = re.compile(r'(?:^\.Pa ([\w.-]+) :\n\.Bd -literal[^\n]*|`([\w.-]+)`:\n\n```)\n'
                  r'(.*?)^(?:\.Ed|```)$', re.DOTALL | re.MULTILINE)


def files(page):
    """The text of each file that a page shows, by its name."""
    return {mdoc or markdown: text for mdoc, markdown, text in FILE.findall(page.read_text())}


def sessions(page, prompt):
    """The command lines at a prompt, each with the output shown under it."""
    found = []
    for block in BLOCK.findall(FILE.sub('', page.read_text())):
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
    blocks = [block.replace('\\&', '').replace('\\e', '\\') for block in
              BLOCK.findall(page.read_text())]
    [block] = [block for block in blocks if block.startswith(beginning)]
    return block
