# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Completions, in the shells that they are for: what is offered is what --help has."""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / 'cmd')]

import simulated
import terminal
from simulated import harness

import installed

COMMANDS = sorted([f'{name}{width}' for name in ('iow', 'ior', 'iopoll', 'iodump')
                   for width in (8, 16, 32)] + ['ioseq', 'iocheck'])

BASH_COMPLETION = pathlib.Path('/usr/share/bash-completion/bash_completion')

IOPORTS = '''\
0000-0cf7 : PCI Bus 0000:00
  0000-001f : dma1
  0060-0060 : keyboard
  0070-0077 : rtc0
    0070-0071 : rtc_cmos
  03f8-03ff : serial
0d00-ffff : PCI Bus 0000:00
  e000-e0ff : it's "$(touch made)" : [b]
'''
OWNERS = {'0x0': 'dma1', '0x60': 'keyboard', '0x70': 'rtc_cmos', '0x3f8': 'serial',
          '0xe000': 'it\'s "$(touch made)" : [b]'}

# Where a port is expected, and where something else is.
ADDRESSES = ['iow8 ', 'iow8 -x 0x80 1 ', 'iow8 0x80 -x 1 --verify ', 'iow8 0x80=1 ',
             'iow8 0x80 1:0xf ', 'iow8 0x80=1:2 0x81=3 ', 'iow16 -d ports.img 0x80 1 ',
             'iow8 -xd ports.img ', 'iow8 -dports.img ', 'iow8 --device=ports.img ',
             'iow8 --device ports.img ', 'iow8 -- 0x80 1 ', 'ior8 ', 'ior32 0x80 0x90-0x9f ',
             'iopoll8 ', 'iopoll8 -t 5ms -i1ms ', 'iodump16 --watch 1s 0x80 ']
OTHERS = ['iow8 0x80 ', 'iow8 -x 0x80 1 0x81 ', 'iow8 0x80 1 0x81 2:', 'iow8 0x80=',
          'iow8 0x80=1:2 0x81 ', 'iopoll8 0x64 ', 'iopoll8 0x64 0:2 ', 'iopoll8 0x64 -x 0 1 ',
          'iopoll8 -t ', 'iopoll8 --timeout ', 'iopoll8 --timeout=', 'iow8 -I ', 'iow8 --enter ',
          'iodump8 --watch=', 'ioseq --lock-timeout ',
          # Registers are no ports.
          'iow8 -I 0x2e ', 'iow8 -I0x2e ', 'iow8 -xI 0x2e 1 2 ', 'iow8 --index=0x2e,0x2f ',
          'ior8 --ec ', 'ior8 --ec=0x66,0x62 ', 'iodump8 0x80 --ec ']


class CompletionCase(terminal.TerminalCase):
    def setUp(self):
        super().setUp()
        for program in ('bash', 'zsh', 'fish', 'tmux'):
            if not shutil.which(program):
                harness.skip(f'there is no {program}')
        if not BASH_COMPLETION.exists():
            harness.skip(f'there is no {BASH_COMPLETION}')
        self.own_mounts = harness.own_mounts()
        share = installed.Tree(self.directory / 'root').prefix / 'share'
        self.bash = share / 'bash-completion'
        self.zsh = share / 'zsh/site-functions'
        self.fish = share / 'fish/vendor_completions.d'
        (self.directory / 'one two.ioseq').touch()
        self.ioports = self.directory / 'ioports'
        self.ioports.write_text(IOPORTS)

    def options_of(self, command):
        """Its options, short and long, with what --help says of each."""
        text = self.run_command(command, '--help').stdout.decode()
        options = {}
        for letter, name, said in re.findall(
                r'^  (?:-(.), |    )(--[a-z-]+)(?:\[\S+| [A-Z]\S*)? +(.*)$', text, re.MULTILINE):
            options[name] = said
            if letter:
                options[f'-{letter}'] = said
        self.assertIn('--help', options)
        return options

    def inside(self, command):
        """The same command where /proc/ioports is another, and the commands are found."""
        return [*self.own_mounts, 'sh', '-c', f'mount --bind {self.ioports} /proc/ioports && '
                f'HOME={self.directory} PATH={self.commands.resolve()}:$PATH exec {command}']

    def output_of(self, command, *words):
        result = subprocess.run([*self.inside(f'{command} "$@"'), 'sh', *words],
                                cwd=self.directory, capture_output=True, stdin=subprocess.DEVNULL)
        self.assertEqual((result.returncode, result.stderr), (0, b''))
        return result.stdout.decode().splitlines()

    def begin(self, shell):
        self.begin_terminal(' '.join(f"'{word}'" for word in self.inside(shell)), 120, 50)
        self.wait_for(['ready$'])

    def check_line(self, typed, line):
        """What becomes of it: each tabulator is the Tab key."""
        self.press(typed)
        self.wait_for([f'ready$ {line}'])
        self.tmux('send-keys', 'C-u')
        self.wait_for(['ready$'])


class InEachShell:
    """A shell has offered(line): what there is at the end of it, and what is said of each."""

    says_more = True

    def check_offered(self, line, expected):
        with self.subTest(line=line):
            self.assertEqual(self.offered(line),
                             expected if self.says_more else dict.fromkeys(expected, ''))

    def test_all_options_are_offered_and_no_others(self):
        for command in COMMANDS:
            self.check_offered(f'{command} -', self.options_of(command))

    def test_what_is_typed_narrows(self):
        verify, verbose = 'read back and compare', 'print each operation with its result'
        version = 'print the version'
        self.check_offered('iow8 --ver', {'--verify': verify, '--verbose': verbose,
                                          '--version': version})
        self.check_offered('ior8 -x 0x80 --ver', {'--verbose': verbose, '--version': version})
        self.check_offered('iow8 0x80=1:2 0x3f', {'0x3f8': 'serial'})
        self.check_offered('iow8 -- --ver', {})

    def test_ports_with_an_owner_are_addresses(self):
        for line in ADDRESSES:
            self.check_offered(line, OWNERS)
        self.assertFalse((self.directory / 'made').exists())

    def test_what_is_no_address_of_a_port_is_the_user_s(self):
        for line in OTHERS:
            with self.subTest(line=line):
                # Where there is nothing else, zsh offers options.
                self.assertEqual([word for word in self.offered(line) if word[0] != '-'], [])

    def test_whom_no_port_is_shown_is_offered_none(self):
        self.ioports.write_text(re.sub('[0-9a-f]{4}-[0-9a-f]{4}', '0000-0000', IOPORTS))
        self.check_offered('iow8 ', {})


class Bash(InEachShell, CompletionCase):
    says_more = False

    def offered(self, line):
        """As bash calls the function, with words that are divided at '=' and ':' too."""
        script = f'''. {self.bash}/completions/"$1"
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            [[ $(complete -p "$1") =~ -F\\ ([^ ]*) ]]
            "${{BASH_REMATCH[1]}}" "$1" "${{@: -1}}" "${{@: -2:1}}"
            printf "%s\\n" "${{COMPREPLY[@]}}"'''
        words = [part for word in line.split(' ')
                 for part in re.findall('[=:]|[^=:]+', word) or ['']]
        return dict.fromkeys(filter(None, self.output_of('bash', '-c', script, 'bash', *words)), '')

    def test_tab(self):
        (self.directory / 'rc').write_text(
            f'PS1="ready$ "\nBASH_COMPLETION_USER_DIR={self.bash}\n'
            f'. {BASH_COMPLETION}\n')
        self.begin('bash --noprofile --rcfile rc')
        self.check_line('iow8 --dr\t-d po\t--dev\tpo\t0x3\t', 'iow8 --dry-run -d ports.img '
                        '--device ports.img 0x3f8')
        self.check_line('iow8 --device=po\t0x80=\t1 0x3\t',
                        'iow8 --device=ports.img 0x80=1 0x3f8')
        self.check_line('ioseq on\tpo\t', r'ioseq one\ two.ioseq po')
        self.check_line("ioseq 'on\t--ver\tx", "ioseq 'one two.ioseq' --verx")
        self.check_line('iopoll8 -t\tpo\t', 'iopoll8 -t po')


class Fish(InEachShell, CompletionCase):
    def offered(self, line):
        lines = self.output_of('fish', '--no-config', '-c',
                               f'set fish_complete_path {self.fish}; complete -C "{line}"')
        return {name.rstrip('='): said
                for name, _, said in (line.partition('\t') for line in lines)}

    def test_files_are_devices_and_sequences(self):
        for line in ('iow8 -d po', 'iow8 -xd po', 'iocheck --device po', 'ioseq po'):
            self.check_offered(line, {'ports.img': ''})
        self.check_offered('ioseq on', {'one two.ioseq': ''})
        self.check_offered('iow8 po', {})
        self.check_offered('iocheck ', {})

    def test_tab(self):
        config = self.directory / '.config/fish/config.fish'
        config.parent.mkdir(parents=True)
        config.write_text(f'set -g fish_greeting; set -g fish_complete_path {self.fish}\n'
                          'function fish_prompt; echo -n "ready\\$ "; end\n')
        self.begin('fish')
        self.check_line('iow8 --dr\t-d po\t0x3\t', 'iow8 --dry-run -d ports.img 0x3f8')


class Zsh(InEachShell, CompletionCase):
    """Ctrl-X shows what is offered, below the line."""

    def setUp(self):
        super().setUp()
        (self.directory / '.zshrc').write_text(
            f'PS1="ready$ "; fpath=({self.zsh} $fpath); autoload -U compinit; compinit -u -D\n'
            'bindkey -e; bindkey "^X" list-choices; LISTMAX=1000\n')
        self.begin('zsh -d')

    def offered(self, line):
        self.press(line)
        self.tmux('send-keys', 'C-x')
        # The list may come with what is drawn for the next key, but not for the one after.
        for end in 'YZ':
            line += end
            self.press(end)
            terminal.wait_until(lambda: self.screen()[0] == f'ready$ {line}')
        listed = [re.split(' +-- ', row, maxsplit=1) for row in self.screen()[1:]]
        self.tmux('send-keys', 'C-u')
        self.wait_for(['ready$'])
        return {word: said for words, said in listed for word in words.split()}

    def test_tab(self):
        self.check_line('iow8 --dr\t-d po\t0x3\t', 'iow8 --dry-run -d ports.img 0x3f8')
        self.check_line('ior8 --dev\tpo\t', 'ior8 --device=ports.img')
        self.check_line('ioseq on\t', r'ioseq one\ two.ioseq')
        self.check_line('ioseq --check on\tpo\t', r'ioseq --check one\ two.ioseq po')
        self.check_line('iopoll8 -t po\t', 'iopoll8 -t po')


class OtherMachine(unittest.TestCase):
    def test_a_build_for_another_machine_has_the_same(self):
        for architecture in ('arm64', 'i386', 's390x'):
            there = harness.SOURCE / '.build' / architecture / 'build/cmd/completion'
            if not there.parent.exists():
                harness.skip(f'there is no build for {architecture}; tests/all makes it')
            for command in COMMANDS:
                for name in (command, f'_{command}', f'{command}.fish'):
                    with self.subTest(architecture=architecture, name=name):
                        self.assertEqual((there / name).read_bytes(),
                                         (harness.BUILD / 'cmd/completion' / name).read_bytes())


if __name__ == '__main__':
    harness.main()
