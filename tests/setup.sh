# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# What the scripts in tests/ need of a machine: Debian packages, a build, a kernel. All of it
# is kept in .build, and each step is quick when it has been done.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
scratch=$PWD/.build

# Debian's: the one that Debian's packages install modules for.
python=/usr/bin/python3

# Where ldconfig and what dpkg needs are: the PATH of an ordinary user may lack it.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# How many seconds a step may go on without a word: two of them are not 20.
patience=9

build_packages=(gcc libc6-dev meson pkg-config libcap-dev)
machine_packages=(qemu-system-x86 busybox-static cpio)

die() {
	echo "${0##*/}: $*" >&2
	exit 69
}

# The comment at the head of the script that runs.
usage() {
	sed -n '3,/^[^#]/s/^# \{0,1\}//p' "tests/${0##*/}"
}

wrong_usage() {
	usage >&2
	exit 64
}

# Now and then, until killed or alone, tell the last line of a file that is being written.
tell_progress() {
	while sleep "$patience" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
		echo "${0##*/}: after $SECONDS s: $(tr '\r' '\n' <"$1" | grep -a . | tail -n 1 | cut -c -60)" >&2
	done
}

# Run a command quietly: what it prints is shown only if it fails, and a line of it now and
# then while it goes on.
quietly() {
	local log=$scratch/log teller failed=
	: >"$log"
	tell_progress "$log" &
	teller=$!
	disown
	"$@" >"$log" 2>&1 </dev/null || failed=1
	kill "$teller"
	[ -n "$failed" ] || return 0
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

# build NAME [OPTION]...: build in .build/NAME, configured with meson options: anew if they
# are not those that it was configured with. Where libraries go does not hang on what else of
# Debian's tools is there: what is installed has a run path or not, and costs more or less.
build() {
	local directory=$scratch/$1
	shift
	set -- -Dlibdir=lib "$@"
	[ "$(cat "$directory/options" 2>/dev/null)" = "$*" ] || {
		echo "${0##*/}: building in ${directory#"$PWD"/}" >&2
		rm -rf "$directory"
		quietly meson setup "$directory" "$@"
		echo "$*" >"$directory/options"
	}
	quietly ninja -C "$directory"
}

# The lines of apt's list of sources by which this machine gets Debian's packages.
sources() {
	apt-get indextargets 'Origin: Debian' 'Created-By: Packages' \
		--format "deb \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" | sort -u
}

# sources_of RELEASE: the same for another release of Debian.
sources_of() {
	sources | sed -E "s/ [a-z]+(-[a-z]+)? ([^ ]+)\$/ $1\1 \2/
		s,^deb ,&[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ,"
}

# The release by its name, of which this machine is.
codename() {
	sed -n 's/^VERSION_CODENAME=//p' /etc/os-release
}

# The lines of sources of which packages for an architecture are, if they are others: i386 has
# its last kernel in Debian 12, and riscv64 its first release is Debian 13.
other_sources() {
	case $1 in
	i386) sources_of bookworm ;;
	riscv64) sources_of trixie ;;
	backports) sources_of "$(codename)" | sed -n "s/ $(codename) / $(codename)-backports /p" ;;
	esac
}

# fetch DIRECTORY ARCHITECTURE PACKAGE...: download Debian packages into a directory and
# unpack them there. linux-image-FLAVOUR stands for the current kernel of that flavour. apt
# keeps lists of its own there, so that this machine's set-up stays as it is. With
# backports-ARCHITECTURE they are what is newer for this release.
fetch() {
	local directory=$1 architecture=${2#backports-} package name packages=()
	local apt=(-o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture"
		-o "Dir::State=$directory/apt" -o Dir::State::status=/dev/null
		-o "Dir::Cache=$directory/apt" -o APT::Sandbox::User=root)
	mkdir -p "$directory/apt/lists/partial" "$directory/apt/archives/partial"
	other_sources "${2%-"$architecture"}" >"$directory/apt/sources"
	[ ! -s "$directory/apt/sources" ] ||
		apt+=(-o "Dir::Etc::SourceList=$directory/apt/sources" -o Dir::Etc::SourceParts=/dev/null)
	shift 2
	# One list of several may be missing on a mirror: the rest are enough.
	apt-get "${apt[@]}" update -q || true
	for package; do
		name=$package
		[[ $package != linux-image-* ]] || name=$(apt-cache "${apt[@]}" depends \
			"$package" | sed -n 's/^ *Depends: //p')
		packages+=("$name")
	done
	(cd "$directory" && apt-get "${apt[@]}" download "${packages[@]}") || return
	for package in "$directory"/*.deb; do
		dpkg-deb -x "$package" "$directory" || return
	done
	rm -rf "$directory"/*.deb "$directory/apt" "$directory"/{,usr/}lib/modules
}

# need_kernel [cloud-|backports-]ARCHITECTURE [PACKAGE]...: have Debian's kernel, the stock
# one, the cloud one or a newer one, in .build/kernel, by the same name. What packages for
# another architecture hold is in .build/ARCHITECTURE. Nothing of it is installed.
need_kernel() {
	local flavour=$1 image=${1#backports-}
	kernel=$scratch/kernel/$flavour
	[ ! -e "$kernel" ] || return 0
	shift
	command -v apt-get >/dev/null || die "put a Linux kernel image at $kernel, and try again"
	echo "${0##*/}: fetching Debian's kernel for $flavour" >&2
	rm -rf "${scratch:?}/$flavour"
	image=${image/i386/686}
	quietly fetch "$scratch/$flavour" "${flavour#cloud-}" \
		"linux-image-${image/ppc64el/powerpc64le}" "$@"
	mkdir -p "$scratch/kernel"
	quietly "$python" -B tests/vm/unpack.py "$scratch/$flavour"/boot/vmlinu?-* "$kernel.new"
	mv "$kernel.new" "$kernel"
	rm -r "$scratch/$flavour/boot"
}

# make_debian OUTPUT PACKAGES [OPTION]...: make a Debian of this machine's release, with
# some packages more than the least and mmdebstrap's options, from where apt gets this
# machine's packages.
make_debian() {
	local output=$1 packages=$2
	shift 2
	sources | mmdebstrap --variant=essential --include="$packages" "$@" \
		"$(codename)" "$output" -
}

# Have a Debian with systemd for a guest, as an initramfs, in .build/system. Perl and the
# rest that is left out is no part of what is tested, and slow to unpack. It can't be deleted:
# what is in its /tmp tells mmdebstrap's apt not to work on this machine.
need_system() {
	local system=$scratch/system left_out
	local excess=('usr/bin/perl*' 'usr/lib/*/gconv' 'usr/lib/*/perl*' 'usr/lib/udev/hwdb*'
		usr/share/{doc,i18n,info,locale,man} 'usr/share/perl*'
		var/cache var/lib/{apt,dpkg} etc/{hostname,resolv.conf} 'tmp/*')
	[ ! -e "$system" ] || return 0
	printf -v left_out " -o -path './%s'" "${excess[@]}"
	echo "${0##*/}: making a Debian with systemd" >&2
	quietly make_debian /dev/null dbus,libcap2-bin,passwd,systemd,udev \
		--customize-hook="cd \"\$1\" && find . -xdev \\(${left_out# -o} \\) -prune -o -print0 |
			cpio --null --create --format=newc --quiet >'$system.new'"
	mv "$system.new" "$system"
}

# Have a Debian to run what makes an initramfs, and Ansible, in .build/debian.tar.
need_debian() {
	local debian=$scratch/debian.tar
	[ ! -e "$debian" ] || return 0
	echo "${0##*/}: making a Debian with Ansible" >&2
	quietly make_debian "$debian.new" ansible-core,busybox,initramfs-tools,systemd \
		--format=tar --dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--dpkgopt='path-exclude=/usr/share/man/*'
	mv "$debian.new" "$debian"
}

# Have what packages for another architecture hold in .build/ARCHITECTURE, and no kernel.
need_unpacked() {
	local architecture=$1 directory=$scratch/$1
	[ ! -e "$directory/complete" ] || return 0
	shift
	echo "${0##*/}: fetching $* for $architecture" >&2
	rm -rf "$directory"
	quietly fetch "$directory" "$architecture" "$@"
	touch "$directory/complete"
}

# Have the commands, fully static, for another architecture in .build/ARCHITECTURE/build.
# libcap must be unpacked there; where it is, its .pc file does not tell on Debian 13.
build_foreign() {
	local architecture=$1 triplet=$2 family=$3 endian=$4
	local sysroot=$scratch/$architecture libraries=usr/lib/${2/i686/i386}
	cat >"$sysroot/cross.ini" <<-END
		[binaries]
		c = '$triplet-gcc'
		ar = '$triplet-ar'
		strip = '$triplet-strip'
		pkgconfig = 'pkg-config'
		[properties]
		sys_root = '$sysroot'
		pkg_config_libdir = '$sysroot/$libraries/pkgconfig'
		[built-in options]
		c_link_args = ['-L$sysroot/$libraries']
		[host_machine]
		system = 'linux'
		cpu_family = '$family'
		cpu = '${triplet%%-*}'
		endian = '$endian'
	END
	build "$architecture/build" -Dwerror=true -Dstatic=true -Dtests=disabled -Dman=disabled \
		--cross-file "$sysroot/cross.ini"
}

# Have the commands, fully static, with musl, in .build/musl/build. Of what is installed for
# glibc it is shown no more than libcap and the kernel's headers.
build_musl() {
	local sysroot=$scratch/musl debian
	debian=$(gcc -print-multiarch)
	mkdir -p "$sysroot"/{include/sys,lib}
	ln -sfn /usr/include/{linux,asm-generic} "/usr/include/$debian/asm" "$sysroot/include"
	ln -sf /usr/include/sys/capability.h "$sysroot/include/sys"
	musl-gcc -O2 -fPIC -c -o "$sysroot/lib/musl.o" tests/musl.c
	install -m 644 "/usr/lib/$debian/libcap.a" "$sysroot/lib"
	ar r "$sysroot/lib/libcap.a" "$sysroot/lib/musl.o"
	cat >"$sysroot/lib/libcap.pc" <<-END
		Name: libcap
		Description: for musl
		Version: $(pkg-config --modversion libcap)
		Libs: -L$sysroot/lib -lcap
	END
	cat >"$sysroot/native.ini" <<-END
		[binaries]
		c = 'musl-gcc'
		[properties]
		pkg_config_libdir = '$sysroot/lib'
		[built-in options]
		c_args = ['-idirafter', '$sysroot/include']
	END
	build musl/build -Dwerror=true -Dstatic=true -Dman=disabled \
		--native-file "$sysroot/native.ini"
}

# What the words of the script ask for first.
case ${1-} in
-h | --help)
	usage
	exit
	;;
esac

mkdir -p "$scratch" 2>/dev/null || true
[ -w "$scratch" ] || die "can't write in $scratch; run this as its owner, or as root"
