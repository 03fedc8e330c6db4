# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Curves on two logarithmic scales, as an SVG: instructions against the number of writes.
What was not measured up to the last number is dashed: as dear as the writes before."""

import html
import math

import svg

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 60, 130, 56, 50
GRID = '#3a414d'
FONT = 'font-size="13" font-family="system-ui, sans-serif"'
COLOURS = '#7ee787', '#79c0ff', '#e3b341', '#ff7b72'

X_DECADES, Y_DECADES = range(0, 7), range(6, 13)
UNITS = dict(zip(Y_DECADES, ('1 M', '10 M', '100 M', '1 G', '10 G', '100 G', '1 T')))
LAST = 10 ** X_DECADES[-1]


def place(count, cost):
    x = LEFT + (WIDTH - LEFT - RIGHT) * math.log10(count) / X_DECADES[-1]
    y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (
        (math.log10(cost) - Y_DECADES[0]) / (Y_DECADES[-1] - Y_DECADES[0]))
    return f'{x:.1f}', f'{y:.1f}'


def end(curve):
    """What the last number of writes costs, or would cost."""
    _, points = curve
    count, cost = points[-1]
    return cost * LAST / count


def draw(curves):
    """curves: by their names, lists of pairs of a number of writes and what they cost."""
    right = WIDTH - RIGHT
    parts = []
    for decade in Y_DECADES:
        _, y = place(1, 10 ** decade)
        parts.append(f'<path d="M{LEFT} {y}H{right}" stroke="{GRID}"/>'
                     f'<text x="{LEFT - 8}" y="{y}" dy="4" text-anchor="end">{UNITS[decade]}</text>')
    for decade in X_DECADES:
        x, _ = place(10 ** decade, 10 ** Y_DECADES[0])
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">'
                     f'{10 ** decade:,}</text>')
    parts.append(f'<text x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">'
                 'writes of a byte; up: instructions; dashed: not measured</text>')
    label = HEIGHT
    for colour, (name, points) in zip(COLOURS, sorted(curves.items(), key=end)):
        x, y = place(*points[-1])
        x_end, y_end = place(LAST, end((name, points)))
        # No name stands on another.
        label = min(float(y_end), label - 16)
        parts += [
            f'<polyline points="{" ".join(",".join(place(*point)) for point in points)}" '
            f'fill="none" stroke="{colour}" stroke-width="2"/>',
            f'<path d="M{x},{y}L{x_end},{y_end}" stroke="{colour}" stroke-dasharray="4"/>',
            f'<text x="{x_end}" y="{label:.1f}" dx="8" dy="4" fill="{colour}">'
            f'{html.escape(name)}</text>']
    return svg.document(WIDTH, HEIGHT, 'Instructions against the number of writes, from 1 to a '
                        f'million: {", ".join(curves)}', FONT, parts)
