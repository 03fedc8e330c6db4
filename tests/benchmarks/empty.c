/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The least that a program costs. */
int main(void)
{
	return 0;
}
