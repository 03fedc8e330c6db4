# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""All faults of a command line, and what is wrong with the runs."""

import collections

import oracle
import traced

Outcome = collections.namedtuple('Outcome', 'words calls runs wrong')


def outcome_of(row, few):
    usual = traced.perform(row)
    wrong = [f'usually: {text}' for text in oracle.wrong(row, usual, usual, None)]
    runs = 1
    for fault, run in traced.runs_with_faults(row, usual, few):
        runs += 1
        wrong += [f'{row.words}: {fault.call or "allocation"} {fault.when}, {fault.what}: {text}'
                  for text in oracle.wrong(row, usual, run, fault)]
    return Outcome(row.words, len(usual.calls), runs, wrong)
