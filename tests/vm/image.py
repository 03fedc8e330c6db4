# SPDX-License-Identifier: LGPL-2.1-or-later
"""The guest's root file system: an initramfs of an installed build and a few tools."""

import os
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).parent


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


def make(build, directory, busybox, files=()):
    """Make directory/initramfs of what the meson build directory would install, busybox
    and the given files of this machine, with the libraries that they need. A file is a
    path, or a path and where to put it."""
    root = pathlib.Path(directory) / 'root'
    for name in ('bin', 'dev', 'etc', 'proc', 'sys', 'tmp'):
        (root / name).mkdir(parents=True)
    subprocess.run(['meson', 'install', '-C', build, '--no-rebuild', '--quiet',
                    '--destdir', root], check=True, stdout=subprocess.DEVNULL)

    copy_in(root, HERE / 'init', '/init')
    copy_in(root, busybox, '/bin/busybox')
    for file in files:
        copy_in(root, *(file if isinstance(file, tuple) else (file,)))
    copy_libraries(root)
    (root / 'etc/passwd').write_text('root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n')
    (root / 'etc/group').write_text('root:x:0:\nuser:x:1000:\n')

    initramfs = pathlib.Path(directory) / 'initramfs'
    with open(initramfs, 'wb') as output:
        files = subprocess.run(['find', '.', '-print0'], cwd=root, check=True,
                               stdout=subprocess.PIPE).stdout
        subprocess.run(['cpio', '--null', '--create', '--format=newc', '--owner=0:0',
                        '--quiet'], cwd=root, check=True, input=files, stdout=output)
    return initramfs
