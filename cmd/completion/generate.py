# SPDX-License-Identifier: LGPL-2.1-or-later
"""Completions for bash, zsh and fish, from what each command says with --help:
generate.py DIRECTORY COMMAND... makes the files COMMAND, _iospace and COMMAND.fish there."""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent

# "  -d, --device FILE        use another device", where the letter and the argument can be
# missing.
OPTION = re.compile(r'^  (?:(-.), |    )(--[a-z-]+)(\[=\S+\]| \S+)? +(.*)$', re.MULTILINE)


class Command:
    def __init__(self, path):
        self.name = pathlib.Path(path).name
        text = subprocess.run([path, '--help'], check=True, stdout=subprocess.PIPE).stdout.decode()
        # Letter or nothing, long name, argument or nothing, help.
        self.options = OPTION.findall(text)
        synopsis = text.splitlines()[0]
        self.operands = ('address' if re.search('ADDRESS|RANGE', synopsis) else
                         'file' if 'FILE' in synopsis else '')


def fill(shell, **values):
    text = (HERE / f'{shell}.in').read_text()
    for name, value in values.items():
        text = text.replace(f'@{name.upper()}@', value)
    return text


def bash(command):
    words = [word for letter, name, argument, _ in command.options
             for word in (letter, name + ('=' if argument.startswith(' ') else '')) if word]
    with_argument = [word for letter, name, argument, _ in command.options
                     if argument.startswith(' ') for word in (letter, name) if word]
    return fill('bash', command=command.name, options=' '.join(words), operands=command.operands,
                with_argument=' '.join(with_argument))


def zsh_option(letter, name, argument, text):
    """As _arguments wants it: what excludes each other, the names, the help, the argument."""
    text = text.replace('[', r'\[').replace(']', r'\]').replace(':', r'\:')
    action = ''
    if argument:
        what = argument[1:] if argument.startswith(' ') else argument[2:-1]
        action = f"{'' if argument.startswith(' ') else ':'}:{what}:" + (
            '_files' if what == 'FILE' else ' ')
    sign = '=' if argument.startswith(' ') else '=-' if argument else ''
    if not letter:
        return f"'{name}{sign}[{text}]{action}'"
    return f"'({letter} {name})'{{{letter}{'+' if argument else ''},{name}{sign}}}'[{text}]{action}'"


def zsh(commands):
    actions = {'address': "'*:address:_iospace_address'", 'file': "':file:_files'", '': ''}
    cases = [f'{command.name})\n\t_arguments -s -S \\\n\t\t' + ' \\\n\t\t'.join(
        [zsh_option(*option) for option in command.options]
        + [actions[command.operands]] * bool(command.operands)) + '\n\t;;'
             for command in commands]
    return fill('zsh', commands=' '.join(command.name for command in commands),
                cases='\n'.join(cases))


def fish(command):
    def line(words):
        return f'complete -c {command.name} {words}'

    lines = [line('-f')] if command.operands != 'file' else []
    for letter, name, argument, text in command.options:
        takes = ' -r -F' if argument == ' FILE' else ' -x' if argument.startswith(' ') else ''
        short = f' -s {letter[1]}' if letter else ''
        text = text.replace("'", r"\'")
        lines.append(line(f"{short[1:]} -l {name[2:]}{takes} -d '{text}'".strip()))
    if command.operands == 'address':
        lines.append(line("-a '(__iospace_addresses)'"))
    return fill('fish', command=command.name, lines='\n'.join(lines))


def main(directory, *paths):
    commands = [Command(path) for path in paths]
    files = {'_iospace': zsh(commands)}
    for command in commands:
        files[command.name] = bash(command)
        files[f'{command.name}.fish'] = fish(command)
    for name, text in files.items():
        (pathlib.Path(directory) / name).write_text(text)


if __name__ == '__main__':
    main(*sys.argv[1:])
