# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""mutate.py DIRECTORY COUNT SEED [FILE...]: mutants of the C files, and the tests on each.

A mutant is the tree with one place of one file changed. It is built in DIRECTORY, in a copy
of the tree for each worker, and meets the tests until one fails or takes far too long: by
that it is noticed. First are those of its own file, then what noticed most mutants of its
folder, then the quickest; each is linked when it is needed. What does not compile is no
mutant. DIRECTORY/log tells which test noticed which.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import queue
import random
import re
import shutil
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ALIKE = SOURCE / 'tests/mutation/alike'
ENOUGH = 95  # of 100 mutants

# The tests of commands wait more than they work.
WORKERS = 2 * os.cpu_count()

# What runs when the commands are built: its tests are of the suite lint.
ELSEWHERE = {'cmd/completion/completions.c'}

# A mutant may be endless in time and in memory, and a test that is ended leaves processes
# behind: those of a namespace end with its first. What malloc() gives and free() takes is
# spoilt.
FENCE = ['unshare', '--pid', '--fork', '--kill-child=KILL', '--mount-proc', 'sh', '-c',
         'ulimit -t 60; ulimit -v 4000000; MALLOC_PERTURB_=85 exec "$@"', '-']

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
    (r' << (?!0\b)', ' >> '), (r' >> (?!0\b)', ' << '),
    (r' \+= ', ' -= '), (r' -= ', ' += '), (r' \|= ', ' &= '), (r' &= ', ' |= '),
    (r'\+\+', '--'), (r'--(?!>)', '++'),
    (r'!(?=[\w(*])', ''),
    (r'\btrue\b', 'false'), (r'\bfalse\b', 'true'),
    (r'(?<![\w.])0(?![\w.])', '1'), (r'(?<![\w.])1(?![\w.])', '2'),
    (r'(?m)\b(if|while) \((?=.*\)(?: \{)?$)', r'\1 (!('),
    # A statement that is no declaration, whole in its line.
    (r'(?m)^(\t+)(?!return|break|continue|goto)[*\w>.\-\[\]]+'
     r'(?:\(.*\)| [-+|&]?= .*|\+\+|--);$', r'\1;'),
    (r'(?m)^(\t+)(?:break|continue);$', r'\1;'),
)]

Mutant = collections.namedtuple('Mutant', 'file line function before after text')

# The beginning of a function, and its name.
FUNCTION = re.compile(r'^\w[^;={}]*?(\w+)\(', re.MULTILINE)


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
                rest = re.sub(r'\)( \{)?$', r'))\1', rest, count=1, flags=re.MULTILINE)
            after += rest
            length = len(after) - len(text)
            functions = FUNCTION.findall(code, 0, end)
            yield Mutant(file, text.count('\n', 0, found.start()) + 1,
                         functions[-1] if functions else '-',
                         text[start:end].strip(), after[start:end + length].strip(), after)


def known():
    """The places of which it is told why their mutants do what the code does."""
    return {tuple(line.split('\t')[:4]) for line in ALIKE.read_text().splitlines()
            if line and not line.startswith('#')}


Test = collections.namedtuple('Test', 'id name folder command needs')


def tests_of(build):
    """The tests of the suites unit and cmd, with the files that each needs."""
    def described(what):
        return json.loads((build / f'meson-info/intro-{what}.json').read_text())

    made = {target['id']: target['filename'] for target in described('targets')}
    for test in described('tests'):
        suites = {suite.rpartition(':')[2] for suite in test['suite']}
        if suites & {'unit', 'cmd'} and 'measuring' not in suites:
            name, folder = test['name'], 'cmd'
            if 'unit' in suites:
                file, = (SOURCE / 'tests/unit').rglob(f'test_{name}.c')
                folder = str(file.parent.relative_to(SOURCE / 'tests'))
            environment = (f'{variable}={value}' for variable, value in test['env'].items())
            yield Test(f'{folder} {name}', name, folder, ('env', *environment, *test['cmd']),
                       tuple(os.path.relpath(file, build) for target in test['depends']
                             for file in made[target]))


def succeeds(*command, timeout=None):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, timeout=timeout).returncode == 0


class Tree:
    """A copy of the tree, with its build. All know how long each test takes, and how many
    mutants of a folder it has noticed."""

    seconds = {}
    noticed = collections.Counter()

    def __init__(self, directory):
        self.directory, self.build = directory, directory / '.build'
        names = subprocess.run(['git', 'ls-files'], cwd=SOURCE, check=True, text=True,
                               capture_output=True).stdout.splitlines()
        for name in names:
            original, copy = SOURCE / name, directory / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            # What is there from another run need not be built again.
            if not copy.exists() or copy.read_bytes() != original.read_bytes():
                shutil.copy(original, copy)
        if not self.build.exists():
            subprocess.run(['meson', 'setup', '-Doptimization=0', '-Dman=disabled',
                            '-Dtests=enabled', self.build, directory], check=True,
                           stdout=subprocess.DEVNULL)
        if not succeeds('ninja', '-C', self.build):
            sys.exit('mutate: it does not compile without a mutant')
        self.tests = list(tests_of(self.build))

    def measure(self, test):
        start = time.monotonic()
        if not succeeds(*FENCE, *test.command):
            sys.exit(f'mutate: {test.id} fails without a mutant')
        self.seconds[test.id] = time.monotonic() - start

    def is_noticed(self, test):
        try:
            return not succeeds(*FENCE, *test.command, timeout=20 + 10 * self.seconds[test.id])
        except subprocess.TimeoutExpired:
            return True

    def verdict(self, mutant):
        """The test that notices a mutant, or ''; None where there is none."""
        file = self.directory / mutant.file
        folder, stem = os.path.dirname(mutant.file), file.stem

        def rank(test):
            own = stem.startswith(test.name) or test.name.startswith(stem)
            return (not own, -self.noticed[folder, test.id], test.folder != f'unit/{folder}',
                    self.seconds[test.id])

        whole = file.read_text()
        file.write_text(mutant.text)
        try:
            for test in sorted(self.tests, key=rank):
                if not succeeds('ninja', '-C', self.build, *test.needs):
                    return None
                if self.is_noticed(test):
                    self.noticed[folder, test.id] += 1
                    return test.id
            return ''
        finally:
            file.write_text(whole)


def verdict_in_words(test):
    if test is None:
        return 'does not compile'
    return f'noticed by {test}' if test else 'not noticed'


def main():
    directory, count, seed = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    files = sys.argv[4:] or sorted({
        str(file.relative_to(SOURCE)) for folder in ('lib', 'cmd')
        for file in (SOURCE / folder).rglob('*.[ch]') if 'include' not in file.parts} - ELSEWHERE)
    alike = known()
    every = [mutant for file in files for mutant in mutants(file)
             if (mutant.file, mutant.function, mutant.before, mutant.after) not in alike]
    if count:
        every = random.Random(seed).sample(every, min(count, len(every)))

    trees = queue.Queue()

    def judge(mutant):
        tree = trees.get()
        try:
            return mutant, tree.verdict(mutant)
        finally:
            trees.put(tree)

    directory.mkdir(parents=True, exist_ok=True)
    noticed = missed = broken = 0
    with (concurrent.futures.ThreadPoolExecutor(WORKERS) as workers,
          open(directory / 'log', 'w') as log):
        for tree in workers.map(Tree, (directory / str(n) for n in range(WORKERS))):
            trees.put(tree)
        for _ in workers.map(tree.measure, tree.tests):
            pass
        verdicts = [workers.submit(judge, mutant) for mutant in every]
        for done, verdict in enumerate(concurrent.futures.as_completed(verdicts), 1):
            mutant, test = verdict.result()
            broken += test is None
            noticed += bool(test)
            missed += test == ''
            shown = (f'{mutant.file}:{mutant.line}: {verdict_in_words(test)}\n'
                     f'  - {mutant.before}\n  + {mutant.after}')
            for output in [log] if test != '' else [log, sys.stdout]:
                print(shown, file=output, flush=True)
            if done % 20 == 0:
                print(f'mutate: {done} of {len(every)}', file=sys.stderr, flush=True)
    print(f'{noticed + missed} mutants, {noticed} noticed, {missed} not, '
          f'{broken} that do not compile')
    sys.exit(noticed * 100 < ENOUGH * (noticed + missed))


if __name__ == '__main__':
    main()
