# SPDX-License-Identifier: LGPL-2.1-or-later
"""Completions, in the shells that they are for: what is offered is what --help has."""

import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / 'cmd')]

import simulated
from simulated import harness

import installed

COMMANDS = sorted([f'{name}{width}' for name in ('iow', 'ior', 'iopoll', 'iodump')
                   for width in (8, 16, 32)] + ['ioseq', 'iocheck'])

IOPORTS = '''\
0000-0cf7 : PCI Bus 0000:00
  0060-0060 : keyboard
  0070-0077 : rtc0
    0070-0071 : rtc_cmos
  03f8-03ff : serial
0d00-ffff : PCI Bus 0000:00
'''


class CompletionCase(simulated.SimulatedCase):
    def setUp(self):
        super().setUp()
        for shell in ('bash', 'zsh', 'fish', 'tmux'):
            if not shutil.which(shell):
                harness.skip(f'there is no {shell}')
        self.own_mounts = harness.own_mounts()
        share = installed.Tree(self.directory / 'root').prefix / 'share'
        self.bash = share / 'bash-completion/completions'
        self.zsh = share / 'zsh/site-functions'
        self.fish = share / 'fish/vendor_completions.d'
        (self.directory / 'one.ioseq').touch()
        self.ioports = self.directory / 'ioports'
        self.ioports.write_text(IOPORTS)

    def options_of(self, command):
        """Its options, short and long, with what --help says of each."""
        text = self.run_command(command, '--help').stdout.decode()
        options = {}
        for letter, name, said in re.findall(r'^  (?:-(.), |    )(--[a-z-]+)(?:\[\S+| [A-Z]\S*)? +(.*)$',
                                             text, re.MULTILINE):
            options[name] = said
            if letter:
                options[f'-{letter}'] = said
        self.assertIn('--help', options)
        return options

    def with_ioports(self, *command):
        """What a shell prints where /proc/ioports is another one."""
        result = subprocess.run(
            [*self.own_mounts, 'sh', '-c', f'mount --bind {self.ioports} /proc/ioports && exec "$@"',
             'sh', *command], cwd=self.directory, capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual(result.stderr, b'')
        return result.stdout.decode().splitlines()


class Bash(CompletionCase):
    def complete(self, *words):
        """What is offered for the last word, as bash calls the function."""
        script = f'''compopt() {{ :; }}
            source {self.bash}/"$1"
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            "_$1" "$1" "${{@: -1}}" "${{COMP_WORDS[COMP_CWORD - 1]}}"
            printf '%s\\n' "${{COMPREPLY[@]}}"'''
        return [word for word in self.with_ioports('bash', '-c', script, 'bash', *words) if word]

    def test_all_options_are_offered_and_no_others(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                self.assertEqual({word.rstrip('=') for word in self.complete(command, '-')},
                                 set(self.options_of(command)))

    def test_what_is_typed_narrows(self):
        self.assertEqual(self.complete('iow8', '--ex'), ['--exact', '--exit=', '--exclusive'])
        self.assertEqual(self.complete('iow8', '--exc'), ['--exclusive'])

    def test_ports_with_an_owner_are_addresses(self):
        self.assertEqual(self.complete('iow8', ''), ['0x60', '0x70', '0x70', '0x3f8'])
        self.assertEqual(self.complete('iodump8', '-x', '0x3'), ['0x3f8'])
        self.assertEqual(self.complete('iocheck', ''), [])
        self.ioports.write_text(re.sub('[0-9a-f]{4}-[0-9a-f]{4}', '0000-0000', IOPORTS))
        self.assertEqual(self.complete('iow8', ''), [])

    def test_files_are_devices_and_sequences(self):
        for words in (['iow8', '-d', 'po'], ['iow8', '--device', 'po'],
                      ['iow8', '--device', '=', 'po'], ['ioseq', 'po']):
            with self.subTest(words=words):
                self.assertEqual(self.complete(*words), ['ports.img'])
        self.assertEqual(self.complete('ioseq', '-d', 'ports.img', 'on'), ['one.ioseq'])

    def test_a_time_or_a_number_is_the_user_s(self):
        for words in (['iopoll8', '-t', ''], ['iopoll8', '--timeout', '=', ''],
                      ['iow8', '-I', ''], ['iodump8', '--watch', '']):
            with self.subTest(words=words):
                self.assertEqual(self.complete(*words), [])


class Fish(CompletionCase):
    def complete(self, line):
        """What is offered, with what is said of it."""
        command = line.split()[0]
        lines = self.with_ioports('env', f'HOME={self.directory}', 'fish', '--no-config', '-c',
                                  f"source {self.fish}/{command}.fish; complete -C '{line}'")
        return dict(line.partition('\t')[::2] for line in lines)

    def test_all_options_are_offered_with_their_help(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                self.assertEqual({name.rstrip('='): said for name, said in
                                  self.complete(f'{command} -').items()}, self.options_of(command))

    def test_ports_with_an_owner_are_addresses(self):
        self.assertEqual(self.complete('iow8 0x'), {'0x60': 'keyboard', '0x70': 'rtc0',
                                                    '0x3f8': 'serial'})

    def test_files_are_devices_and_sequences(self):
        self.assertEqual([*self.complete('iow8 -d po')], ['ports.img'])
        self.assertEqual([*self.complete('ioseq on')], ['one.ioseq'])
        self.assertEqual(self.complete('iopoll8 -t '), {})
        self.assertEqual(self.complete('iocheck '), {})


class Terminal(CompletionCase):
    """With the Tab key."""

    def setUp(self):
        super().setUp()
        try:
            for end in pty.openpty():
                os.close(end)
        except OSError:
            harness.skip('there are no pseudo-terminals')
        self.socket = str(self.directory / 'tmux')
        (self.directory / 'bin').symlink_to(self.commands.resolve())

    def tmux(self, *words):
        return subprocess.run(['tmux', '-S', self.socket, *words], cwd=self.directory, check=True,
                              stdout=subprocess.PIPE).stdout.decode()

    def begin(self, shell):
        self.tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', '50',
                  f'{" ".join(self.own_mounts)} sh -c "mount --bind {self.ioports} /proc/ioports && '
                  f'PATH=bin:$PATH exec {shell}"')
        self.addCleanup(self.tmux, 'kill-server')
        self.wait_for('ready$')

    def screen(self):
        return self.tmux('capture-pane', '-p').rstrip('\n')

    def wait_for(self, text):
        for _ in range(600):
            if text in self.screen():
                return
            time.sleep(0.1)
        self.assertIn(text, self.screen())

    def clear(self):
        self.tmux('send-keys', 'C-u', 'C-l')
        for _ in range(600):
            if self.screen() == 'ready$':
                return
            time.sleep(0.1)
        self.assertEqual(self.screen(), 'ready$')

    def press(self, text):
        self.tmux('send-keys', '-l', text)

    def test_bash(self):
        (self.directory / 'rc').write_text(f'PS1="ready$ "; for f in {self.bash}/*; do source $f; done\n')
        self.begin('bash --noprofile --rcfile rc')
        self.press('iow8 --dr\t-d po\t--dev\tpo\t0x3\t')
        self.wait_for('ready$ iow8 --dry-run -d ports.img --device=ports.img 0x3f8')

    def test_zsh(self):
        (self.directory / '.zshrc').write_text(
            f'PS1="ready$ "; fpath=({self.zsh} $fpath); autoload -U compinit; compinit -u -D\n')
        self.begin(f'env ZDOTDIR={self.directory} zsh -d')
        self.press('iow8 --dr\t-d po\t0x3\t')
        self.wait_for('ready$ iow8 --dry-run -d ports.img 0x3f8')
        self.clear()
        self.press('ior8 --dev\tpo\t')
        self.wait_for('ready$ ior8 --device=ports.img')
        self.clear()
        self.press('ioseq on\t')
        self.wait_for('ready$ ioseq one.ioseq')
        for command in COMMANDS:
            with self.subTest(command=command):
                self.clear()
                self.press(f'{command} -\t')
                self.wait_for('--version')
                options = self.options_of(command)
                for name, said in options.items():
                    self.assertRegex(self.screen(), fr'(?m)(^|\s){name}\s.*-- {re.escape(said)}\s*$')
                self.assertEqual(set(re.findall(r'(?<!\S)--[a-z-]+', self.screen())),
                                 {name for name in options if name.startswith('--')})
        self.clear()
        self.press('iodump8 0x\t')
        self.wait_for('-- serial')
        self.assertRegex(self.screen(), r'0x60 +-- keyboard')

    def test_fish(self):
        config = self.directory / '.config/fish/config.fish'
        config.parent.mkdir(parents=True)
        config.write_text(f'set -g fish_greeting; function fish_prompt; echo -n "ready\\$ "; end\n'
                          f'for f in {self.fish}/*.fish; source $f; end\n')
        self.begin(f'env HOME={self.directory} XDG_CONFIG_HOME={self.directory}/.config fish')
        self.press('iow8 --dr\t-d po\t0x3\t')
        self.wait_for('ready$ iow8 --dry-run -d ports.img 0x3f8')


if __name__ == '__main__':
    harness.main()
