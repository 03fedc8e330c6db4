# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# What tests/try, tests/all and tests/bench need of a machine: Debian packages, a build,
# a kernel. All of it is kept in .build, and each step is quick when it has been done.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
scratch=$PWD/.build
mkdir -p "$scratch"

# Debian's: the one that Debian's packages install modules for.
python=/usr/bin/python3

build_packages=(gcc libc6-dev meson pkg-config libcap-dev)
machine_packages=(qemu-system-x86 busybox-static cpio)

die() {
	echo "${0##*/}: $*" >&2
	exit 69
}

# Run a command quietly: what it prints is shown only if it fails.
quietly() {
	local log=$scratch/log
	"$@" >"$log" 2>&1 </dev/null && return
	cat "$log" >&2
	die "failed: $*"
}

# Install those of the named packages that are missing.
need_packages() {
	local package missing=()
	for package; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
			missing+=("$package")
	done
	[ ${#missing[@]} = 0 ] && return
	command -v apt-get >/dev/null || die "install what Debian calls ${missing[*]}, and try again"
	[ "$(id -u)" = 0 ] || die "as root: apt-get install ${missing[*]}"
	echo "${0##*/}: installing ${missing[*]}" >&2
	quietly apt-get update -q
	DEBIAN_FRONTEND=noninteractive quietly \
		apt-get install -qy --no-install-recommends "${missing[@]}"
}

# build NAME [OPTION]...: build in .build/NAME, configured with meson options.
build() {
	local directory=$scratch/$1
	shift
	[ -e "$directory/build.ninja" ] || {
		echo "${0##*/}: building in ${directory#"$PWD"/}" >&2
		rm -rf "$directory"
		quietly meson setup "$directory" "$@"
	}
	quietly ninja -C "$directory"
}

download_kernel() {
	local package
	package=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-\)/\1/p')
	cd "$1" && [ -n "$package" ] && apt-get download "$package" &&
		dpkg-deb --fsys-tarfile linux-image-*.deb | tar -x --wildcards './boot/vmlinuz-*'
}

# Have Debian's stock kernel in .build/kernel/amd64. It is not installed.
need_kernel() {
	local directory
	kernel=$scratch/kernel/amd64
	[ -e "$kernel" ] && return
	command -v apt-get >/dev/null || die "put a Linux kernel image at $kernel, and try again"
	echo "${0##*/}: fetching Debian's kernel" >&2
	directory=$(mktemp -d "$scratch/kernel.XXXXXX")
	(download_kernel "$directory") >"$scratch/log" 2>&1 || {
		quietly apt-get update -q
		quietly download_kernel "$directory"
	}
	mkdir -p "${kernel%/*}"
	quietly "$python" -B tests/vm/unpack.py "$directory"/boot/vmlinuz-* "$directory/amd64"
	mv "$directory/amd64" "$kernel"
	rm -r "$directory"
}
