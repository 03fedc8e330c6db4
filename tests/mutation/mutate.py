# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""mutate.py DIRECTORY COUNT SEED [FILE...]: mutants of the C files, and the tests on each.

A mutant is the tree with one place of one file changed. It is built in DIRECTORY, in a copy
of the tree for each processor, and meets the unit tests and then those of the commands until
one fails: by that it is noticed. What does not compile is no mutant.
"""

import collections
import concurrent.futures
import os
import pathlib
import queue
import random
import re
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ALIKE = SOURCE / 'tests/mutation/alike'
ENOUGH = 95  # of 100 mutants

# What is text or is not compiled here, and so no place for a change.
TEXT = re.compile(r'/\*(?s:.*?)\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|'
                  r'^#(?:.*\\\n)*.*$', re.MULTILINE)

# A pattern, and what stands in its place.
OPERATORS = [(re.compile(pattern), change) for pattern, change in (
    (r' == ', ' != '), (r' != ', ' == '),
    (r' < ', ' <= '), (r' <= ', ' < '), (r' > ', ' >= '), (r' >= ', ' > '),
    (r' && ', ' || '), (r' \|\| ', ' && '),
    (r'(?<=[\w)\]]) \+ ', ' - '), (r'(?<=[\w)\]]) - ', ' + '),
    (r'(?<=[\w)\]]) & ', ' | '), (r'(?<=[\w)\]]) \| ', ' & '),
    (r' << ', ' >> '), (r' >> ', ' << '),
    (r' \+= ', ' -= '), (r' -= ', ' += '), (r' \|= ', ' &= '), (r' &= ', ' |= '),
    (r'\+\+', '--'), (r'--(?!>)', '++'),
    (r'!(?=[\w(*])', ''),
    (r'\btrue\b', 'false'), (r'\bfalse\b', 'true'),
    (r'(?<![\w.])0(?![\w.])', '1'), (r'(?<![\w.])1(?![\w.])', '2'),
    (r'\b(if|while) \((?=.*\)$)', r'\1 (!('),
    # A statement that is no declaration, whole in its line.
    (r'(?m)^(\t+)(?!return|break|continue|goto)[*\w>.\-\[\]]+'
     r'(?:\(.*\)| [-+|&]?= .*|\+\+|--);$', r'\1;'),
    (r'(?m)^(\t+)(?:break|continue);$', r'\1;'),
)]

Mutant = collections.namedtuple('Mutant', 'file line before after text')


def blank(text):
    """As many spaces, in as many lines."""
    return re.sub(r'[^\n]', ' ', text)


def mutants(file):
    """Each change to a file, whole."""
    text = (SOURCE / file).read_text()
    code = TEXT.sub(lambda found: blank(found[0]), text)
    for pattern, change in OPERATORS:
        for found in pattern.finditer(code):
            start = text.rfind('\n', 0, found.start() + (found[0][:1] == '\t')) + 1
            end = text.find('\n', found.end() - (found[0][-1:] == '\n'))
            after = text[:found.start()] + found.expand(change)
            rest = text[found.end():]
            if change.endswith('(!('):
                rest = rest.replace(')\n', '))\n', 1)
            after += rest
            length = len(after) - len(text)
            yield Mutant(file, text.count('\n', 0, found.start()) + 1,
                         text[start:end].strip(), after[start:end + length].strip(), after)


def known():
    """The places of which it is told why their mutants do what the code does."""
    return {tuple(line.split('\t')[:3]) for line in ALIKE.read_text().splitlines()
            if line and not line.startswith('#')}


def quietly(*command, timeout=900):
    """Whether a command succeeds, with no more memory than a mutant is to take."""
    return subprocess.run(['sh', '-c', 'ulimit -v 8000000; exec "$@"', '-', *command],
                          capture_output=True, stdin=subprocess.DEVNULL,
                          timeout=timeout).returncode == 0


class Tree:
    """A copy of the tree, with its build."""

    def __init__(self, directory):
        self.directory, self.build = directory, directory / '.build'
        shutil.rmtree(directory, ignore_errors=True)
        subprocess.run(['git', 'clone', '-q', SOURCE, directory], check=True)
        names = subprocess.run(['git', 'ls-files'], cwd=SOURCE, check=True, text=True,
                               capture_output=True).stdout.splitlines()
        for name in names:
            shutil.copy2(SOURCE / name, directory / name)
        subprocess.run(['meson', 'setup', '-Doptimization=0', '-Db_lto=false', '-Dman=disabled',
                        '-Dtests=enabled', self.build, directory], check=True,
                       stdout=subprocess.DEVNULL)
        if not self.compile() or self.is_noticed():
            sys.exit('mutate: the tests fail without a mutant')

    def compile(self):
        return quietly('ninja', '-C', self.build)

    def is_noticed(self):
        """Whether a test fails."""
        return not all(quietly('meson', 'test', '-C', self.build, '--no-rebuild', '--maxfail=1',
                               '--suite', suite, '--no-suite', 'measuring', '--num-processes=1',
                               '--timeout-multiplier=4')
                       for suite in ('unit', 'cmd'))

    def verdict(self, mutant):
        """Whether the tests notice a mutant; None where there is none."""
        file = self.directory / mutant.file
        whole = file.read_text()
        file.write_text(mutant.text)
        try:
            return self.is_noticed() if self.compile() else None
        finally:
            file.write_text(whole)


def main():
    directory, count, seed = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    files = sys.argv[4:] or sorted(
        str(file.relative_to(SOURCE)) for folder in ('lib', 'cmd')
        for file in (SOURCE / folder).rglob('*.[ch]') if 'include' not in file.parts)
    alike = known()
    every = [mutant for file in files for mutant in mutants(file)
             if (mutant.file, mutant.before, mutant.after) not in alike]
    if count:
        every = random.Random(seed).sample(every, min(count, len(every)))

    trees = queue.Queue()
    for number in range(os.cpu_count()):
        trees.put(Tree(directory / str(number)))

    def judge(mutant):
        tree = trees.get()
        try:
            return mutant, tree.verdict(mutant)
        finally:
            trees.put(tree)

    verdicts = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(trees.qsize()) as workers:
        for done, (mutant, verdict) in enumerate(workers.map(judge, every), 1):
            verdicts[verdict] += 1
            if verdict is False:
                print(f'{mutant.file}:{mutant.line}: not noticed\n'
                      f'  - {mutant.before}\n  + {mutant.after}', flush=True)
            if done % 20 == 0:
                print(f'mutate: {done} of {len(every)}', file=sys.stderr, flush=True)
    noticed, missed = verdicts[True], verdicts[False]
    print(f'{noticed + missed} mutants, {noticed} noticed, {missed} not, '
          f'{verdicts[None]} that do not compile')
    sys.exit(noticed * 100 < ENOUGH * (noticed + missed))


if __name__ == '__main__':
    main()
