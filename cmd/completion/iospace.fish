# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
# What stands before this is made from the tables, of one command: what its operands are, the
# options that make addresses those of registers, all options for argparse, and for Tab.

# Whether an address of a port is expected: the three lists are its words, with -- between.
function __iospace_expects_address --argument-names distance spaces
    argparse --ignore-unknown $argv[3..] -- (commandline -opc)[2..] 2>/dev/null
    or return
    for space in (string split ' ' $spaces)
        set -q _flag_$space
        and return 1
    end
    # ADDRESS=VALUE is two operands.
    test (math "($(count $argv) + $(count (string match '*=*' -- $argv))) % $distance") = 0
end

# The ports that begin what somebody owns, but for whole buses, and its name: the innermost of
# those that begin there, as the first is kept. The kernel shows none to those without privilege.
function __iospace_addresses
    cat /proc/ioports 2>/dev/null |
        string match -rv '^ *0+-0+ |: PCI Bus ' |
        string replace -rf '^ *0*([0-9a-f]+)-\S+ : ' '0x$1\t'
end

complete -c $command -f
switch $operands
    case FILE
        complete -c $command -F
    case '' # no operands
    case '*'
        complete -c $command -n "__iospace_expects_address $operands '$spaces' $options" -a '(__iospace_addresses)[-1..1]'
end
