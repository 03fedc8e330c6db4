# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What a terminal shows, as a picture: an SVG of its text, with the colours."""

import html
import re

import svg

WIDTH, LINE, PADDING = 8.4, 18, 20
FONT = ('font-size="14" font-family="ui-monospace, \'DejaVu Sans Mono\', Menlo, Consolas, '
        'monospace" xml:space="preserve"')

# Selections of how characters look: SGR in ECMA-48, 8.3.117. Each has a contrast of 4.5 to 1.
LOOKS = {'1': 'font-weight="bold"', '2': 'fill="#8b93a1"', '31': 'fill="#ff7b72"',
         '32': 'fill="#7ee787"', '33': 'fill="#e3b341"'}


def runs(line):
    """The runs of characters of a line that look alike: where each begins, how, and its text."""
    look, column = '', 0
    for sequence, codes, text in re.findall(r'(\033\[([\d;]*)m)?([^\033]*)', line):
        if sequence:
            look = ' '.join(LOOKS[code] for code in codes.split(';') if code.strip('0'))
        # Blanks are no characters of a picture.
        for word in re.finditer(r'\S+(?: \S+)*', text):
            yield column + word.start(), look, word.group()
        column += len(text)


def draw(text, title):
    """The picture of a terminal of 80 columns, which breaks a longer line where it is full."""
    lines = [part for line in text.splitlines()
             for part in ([line] if '\033' in line else re.findall('.{1,80}', line) or [''])]
    width, height = 80 * WIDTH + 2 * PADDING, len(lines) * LINE + 2 * PADDING
    picture = []
    for n, line in enumerate(lines):
        for column, look, word in runs(line):
            picture.append(
                f'<text x="{PADDING + column * WIDTH:.1f}" y="{PADDING + (n + 1) * LINE - 5}" '
                f'textLength="{len(word) * WIDTH:.1f}"{" " + look if look else ""}>'
                f'{html.escape(word)}</text>')
    return svg.document(round(width), height, title, FONT, picture)
