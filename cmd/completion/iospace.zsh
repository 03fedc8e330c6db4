# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
# What stands before this is made from the tables, of one command: what its operands are, and
# its options.

# The ports that begin what somebody owns, but for whole buses, and its name: the innermost of
# those that begin there. The kernel shows none to those without privilege.
_iospace_address()
{
	local owner
	local -a owners pairs
	# $line is the operands and what is typed of this one. ADDRESS=VALUE is two.
	pairs=(${(M)line[1,-2]:#*=*})
	(((${#line} - 1 + ${#pairs}) % operands == 0)) || return
	sed -En '/^ *0+-0+ |: PCI Bus /d; s/^ *0*([0-9a-f]+)-[^ ]* : /0x\1:/p' /proc/ioports 2>/dev/null |
		while read -r owner; do
			owners=(${owners:#${owner%%:*}:*} $owner)
		done
	_describe 'address of a port' owners
}

case $operands in
FILE) options+='1:FILE:_files' ;;
?*) options+='*:ADDRESS or VALUE:_iospace_address' ;;
esac
_arguments -s -S $options
