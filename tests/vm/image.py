# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The guest's root file system: an initramfs of an installed build and a few tools."""

import os
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).parent

# Where ldconfig and some of what a guest gets are: an ordinary user's may lack it.
os.environ['PATH'] += ':/usr/sbin:/sbin'

# Units of systemd that no test needs and that a boot would wait for.
MASKED = (
    'dev-hugepages.mount', 'dev-mqueue.mount', 'getty.target', 'modprobe@.service',
    'sys-fs-fuse-connections.mount', 'sys-kernel-config.mount', 'sys-kernel-debug.mount',
    'sys-kernel-tracing.mount', 'systemd-journal-flush.service', 'systemd-logind.service',
    'systemd-modules-load.service', 'systemd-random-seed.service',
    'systemd-update-utmp-runlevel.service', 'systemd-update-utmp.service',
    'systemd-user-sessions.service')


def shared_libraries(program):
    """The files that the dynamic loader maps for a program, itself included."""
    ldd = subprocess.run(['ldd', program], capture_output=True, text=True)
    return re.findall(r'(/\S+) \(0x', ldd.stdout)


def copy_in(root, path, target=None):
    """Copy a file of this machine to the same place, or to target, below root."""
    target = root / str(target or path).lstrip('/')
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def copy_libraries(root):
    """Copy in what the programs below root need, and tell the loader where it is."""
    for program in [p for p in root.rglob('*') if p.is_file() and os.access(p, os.X_OK)]:
        for library in shared_libraries(program):
            if not (root / library.lstrip('/')).exists() and 'libiospace' not in library:
                copy_in(root, library)
    directories = {str(path.parent.relative_to(root)) for path in root.rglob('*.so*')}
    (root / 'etc/ld.so.conf').write_text(''.join(f'/{name}\n' for name in sorted(directories)))
    subprocess.run(['ldconfig', '-r', root], check=True)


def install(build, root):
    """Put below root what the meson build directory would install."""
    subprocess.run(['meson', 'install', '-C', build, '--no-rebuild', '--quiet',
                    '--destdir', root], check=True, stdout=subprocess.DEVNULL)


def put_library(prefix):
    """Have the library where the loader looks, whatever meson takes for the directory."""
    (prefix / 'lib').mkdir(exist_ok=True)
    for library in [*prefix.glob('lib*/libiospace.so*'), *prefix.glob('lib/*/libiospace.so*')]:
        shutil.move(library, prefix / 'lib' / library.name)


def install_from_source(build, root):
    """The same, as the README says."""
    install(build, root)
    put_library(root / 'usr/local')


def install_as_package(build, root):
    """The same, but where a package would have it, and where the manual says it is."""
    install(build, root)
    if (root / 'usr/local').exists():
        shutil.copytree(root / 'usr/local', root / 'usr', symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(root / 'usr/local')
    put_library(root / 'usr')
    for unit in (root / 'lib/systemd/system').glob('ioseq*'):
        unit.write_text(unit.read_text().replace('/usr/local/', '/usr/'))


def add(root, files, contents):
    """Add files of this machine, each a path, or a path and where to put it; and what has no
    file here, by where to put it: a text, or a path for a symbolic link."""
    for file in files:
        copy_in(root, *(file if isinstance(file, tuple) else (file,)))
    for name, content in contents.items():
        target = root / name.lstrip('/')
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, pathlib.PurePath):
            target.symlink_to(content)
        else:
            target.write_text(content)


def archive(root, output):
    """Append to an initramfs all that is below root."""
    files = subprocess.run(['find', '.', '-print0'], cwd=root, check=True,
                           stdout=subprocess.PIPE).stdout
    subprocess.run(['cpio', '--null', '--create', '--format=newc', '--owner=0:0',
                    '--quiet'], cwd=root, check=True, input=files, stdout=output)


def make(build, directory, busybox, files=(), contents=None):
    """Make directory/initramfs of an installed build, busybox, and what add() takes, with
    the libraries that they need."""
    root = pathlib.Path(directory) / 'root'
    for name in ('bin', 'dev', 'etc', 'proc', 'sys', 'tmp'):
        (root / name).mkdir(parents=True)
    install(build, root)
    copy_in(root, HERE / 'init', '/init')
    copy_in(root, HERE / 'agent', '/agent')
    copy_in(root, busybox, '/bin/busybox')
    (root / 'etc/passwd').write_text('root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n')
    (root / 'etc/group').write_text('root:x:0:\nuser:x:1000:\n')
    add(root, files, contents or {})
    copy_libraries(root)

    initramfs = pathlib.Path(directory) / 'initramfs'
    with open(initramfs, 'wb') as output:
        archive(root, output)
    return initramfs


def make_upon(system, build, directory, files=(), contents=None):
    """Make directory/initramfs of a Debian system with systemd, the initramfs that
    tests/setup.sh makes, and upon it an installed build and what add() takes, without the
    libraries that it needs. The kernel unpacks one archive after the other."""
    root = pathlib.Path(directory) / 'root'
    # As in the system: a directory of such a name would take the link's place.
    for name in ('bin', 'lib', 'lib64', 'sbin'):
        (root / 'usr' / name).mkdir(parents=True)
        (root / name).symlink_to(f'usr/{name}')
    install_as_package(build, root)
    units = '/etc/systemd/system/'
    copy_in(root, HERE / 'agent', '/agent')
    copy_in(root, HERE / 'agent.service', f'{units}agent.service')
    add(root, files, {
        '/init': pathlib.PurePath('/lib/systemd/systemd'),
        f'{units}multi-user.target.wants/agent.service': pathlib.PurePath('../agent.service'),
        **{f'{units}{name}': pathlib.PurePath('/dev/null') for name in MASKED},
        **(contents or {})})

    initramfs = pathlib.Path(directory) / 'initramfs'
    shutil.copyfile(system, initramfs)
    with open(initramfs, 'ab') as output:
        archive(root, output)
    return initramfs
