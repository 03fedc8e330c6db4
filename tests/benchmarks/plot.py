# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Curves on two logarithmic scales, as an SVG: instructions against the number of writes."""

import html
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 60, 130, 20, 50
BACKGROUND, INK, GRID = '#1b1f27', '#dfe3ea', '#3a414d'
COLOURS = '#7ee787', '#79c0ff', '#e3b341', '#ff7b72'

X_DECADES, Y_DECADES = range(0, 7), range(5, 10)
UNITS = {5: '100 k', 6: '1 M', 7: '10 M', 8: '100 M', 9: '1 G'}


def place(count, cost):
    x = LEFT + (WIDTH - LEFT - RIGHT) * math.log10(count) / X_DECADES[-1]
    y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (
        (math.log10(cost) - Y_DECADES[0]) / (Y_DECADES[-1] - Y_DECADES[0]))
    return f'{x:.1f}', f'{y:.1f}'


def svg(curves):
    """curves: by their names, lists of pairs of a number of writes and what they cost."""
    right = WIDTH - RIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-labelledby="title">',
        '<!-- Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later -->',
        '<title id="title">Instructions against the number of writes, from 1 to a million: '
        f'{html.escape(", ".join(curves))}</title>',
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
        f'<g fill="{INK}" font-size="13" font-family="system-ui, sans-serif">']
    for decade in Y_DECADES:
        _, y = place(1, 10 ** decade)
        parts.append(f'<path d="M{LEFT} {y}H{right}" stroke="{GRID}"/>'
                     f'<text x="{LEFT - 8}" y="{y}" dy="4" text-anchor="end">{UNITS[decade]}</text>')
    for decade in X_DECADES:
        x, _ = place(10 ** decade, 1e5)
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">'
                     f'{10 ** decade:,}</text>')
    parts.append(f'<text x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">'
                 'writes of a byte; up: instructions</text>')
    for colour, (name, points) in zip(COLOURS, curves.items()):
        places = [place(*point) for point in points]
        x, y = places[-1]
        parts.append(f'<polyline points="{" ".join(",".join(at) for at in places)}" fill="none" '
                     f'stroke="{colour}" stroke-width="2"/>'
                     f'<text x="{x}" y="{y}" dx="8" dy="4" fill="{colour}">{html.escape(name)}</text>')
    return '\n'.join([*parts, '</g>', '</svg>', ''])
