# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The frame of the pictures in the README: dark, whatever is around it, and with a title for
those who hear it."""

import html

BACKGROUND, INK = '#1b1f27', '#dfe3ea'


def document(width, height, title, font, parts):
    """A picture of some elements, in a font as attributes have it."""
    return '\n'.join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title">',
        '<!-- Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later -->',
        f'<title id="title">{html.escape(title)}</title>',
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
        f'<g fill="{INK}" {font}>', *parts, '</g>', '</svg>', ''])
