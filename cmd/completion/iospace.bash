# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2154
# What stands before this is made from the tables, of one command: its options as --help has
# them, those of them that make addresses those of registers, and what its operands are.

# The ports that begin what somebody owns, but for whole buses. The kernel shows none to those
# without privilege.
_iospace_addresses()
{
	sed -En '/^ *0+-0+ |: PCI Bus /d; s/^ *0*([0-9a-f]+)-.*/0x\1/p' /proc/ioports 2>/dev/null
}

# The words to be offered. Where that is files, readline finds them.
_iospace()
{
	local command=${1##*/} current=${COMP_WORDS[COMP_CWORD]} word argument='' count=0
	local options=" ${_iospace_options[$command]}" operands=${_iospace_operands[$command]}
	COMPREPLY=()

	# What stands before it. Bash divides words at '=' and at ':', which makes an even number
	# of words of a mask.
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		if [[ $word == = ]]; then
			continue
		elif [[ $argument ]]; then
			argument=
		elif [[ $word == -- ]]; then
			options=
		elif [[ $word == -?* && $options ]]; then
			# Of letters in a word: the first that has an argument, or the last.
			while [[ $word == -[!-]?* && $options != *" ${word:0:2}="* ]]; do
				word=-${word:2}
			done
			[[ $options =~ " $word="([^ ]*) ]] && argument=${BASH_REMATCH[1]}
			[[ $word == --* ]] || word=${word:0:2}
			[[ " ${_iospace_spaces[$command]}" == *" $word"[=[]* ]] && operands=
		else
			((++count))
		fi
	done

	if [[ $argument ]]; then
		[[ $argument != FILE ]] || compopt -o default
	elif [[ $options && $current == -* ]]; then
		read -ra options <<<"$options"
		mapfile -t COMPREPLY < <(compgen -W "${options[*]%%[=[]*}" -- "$current")
	elif [[ $operands == FILE ]]; then
		((count > 0)) || compopt -o default
	elif [[ $operands ]] && ((count % operands == 0)); then
		mapfile -t COMPREPLY < <(compgen -W "$(_iospace_addresses)" -- "$current")
	fi
}
