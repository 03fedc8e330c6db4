# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A management controller that is asked by a shell script, which holds the lock: how long its
answer is, nobody knows beforehand. Chapter 9 of the Intelligent Platform Management Interface
Specification 2.0."""

import guests
import manual
from guests import harness

ROUNDS = 50

# As ioseq(5) shows it.
PAGE = harness.SOURCE / 'man/ioseq.5'
SCRIPT = manual.display(PAGE, 'set -eu\nfor command') + manual.display(PAGE, 'write_byte() {')

DEVICE_ID = '0x1c 0x01 0x00 0x20 0x00 0x03 0x21 0x02 0x07 0x34 0x12 0x00 0xbc 0x9a\n'

# The same for Get BMC Global Enables, whose answer has four bytes.
SEQUENCE = ('iopoll8 -q 0xca3 0x00:0xc2\n' +
            ''.join(f'iow8 {pair}\niopoll8 -q 0xca3 0x80:0xc2\nior8 -q 0xca2\n'
                    for pair in ('0xca3=0x61', '0xca2=0x18', '0xca3=0x62')) +
            'iow8 0xca2=0x2f\n' +
            'iopoll8 -q 0xca3 0x41:0xc3\nior8 0xca2\niow8 0xca2=0x68\n' * 4 +
            'iopoll8 -q 0xca3 0x01:0xc3\nior8 -q 0xca2\n')

ENABLES = '0x1c\n0x2f\n0x00\n0x08\n'


class Kcs(guests.MachineCase):
    programs = ['flock']
    options = ['-smp', '2', '-device', 'ipmi-bmc-sim,id=bmc0,fwrev1=3,fwrev2=0x21,'
               'ipmi_version=2,mfg_id=0x1234,product_id=0x9abc',
               '-device', 'isa-ipmi-kcs,bmc=bmc0']
    contents = {'/kcs': SCRIPT, '/kcs.ioseq': SEQUENCE}

    def test_a_script_gets_an_answer_of_unknown_length(self):
        self.check('flock /dev/port sh /kcs', out=DEVICE_ID, bus=None)

    def test_a_file_gets_one_whose_length_is_known(self):
        self.check('ioseq /kcs.ioseq', out=ENABLES, bus=None)

    def test_no_answer_is_wrong_with_two_scripts_and_a_file_at_a_time(self):
        self.machine.run(f"printf '{DEVICE_ID}' >/tmp/id; printf '{ENABLES}' >/tmp/enables")
        # An answer of the guest's may not take too long.
        for _ in range(ROUNDS // 10):
            self.check('''for round in 1 2 3 4 5 6 7 8 9 10; do
	flock /dev/port sh /kcs >/tmp/1 &
	flock /dev/port sh /kcs >/tmp/2 &
	ioseq --lock-timeout 1min /kcs.ioseq >/tmp/3
	wait
	cmp /tmp/id /tmp/1; cmp /tmp/id /tmp/2; cmp /tmp/enables /tmp/3
done''', bus=None)


if __name__ == '__main__':
    harness.main()
