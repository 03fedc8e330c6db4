/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The resource files of two PCI devices, with '|' between them: what is found for some
 * ports is the first line with one of them that is an I/O BAR, of the six that are BARs;
 * and nothing for one port that both devices have.
 */
#include "fuzz.h"

#include "access/pcibar.h"
#include "iospace.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICES "/devices"

__typeof__(opendir) __wrap_opendir, __real_opendir;
__typeof__(readdir) __wrap_readdir, __real_readdir;
__typeof__(readdir) __wrap_readdir64 __attribute__((alias("__wrap_readdir")));
__typeof__(closedir) __wrap_closedir, __real_closedir;

/* A directory of two devices, in place of libc's. */
static struct dirent entries[] = { { .d_name = "." },
				   { .d_name = "0" },
				   { .d_name = "1" } };
static size_t next_entry;

static bool is_ours(const DIR *directory)
{
	return (const void *)directory == entries;
}

DIR *__wrap_opendir(const char *path)
{
	if (strcmp(path, DEVICES) != 0)
		return __real_opendir(path);
	next_entry = 0;
	return (void *)entries;
}

struct dirent *__wrap_readdir(DIR *directory)
{
	if (!is_ours(directory))
		return __real_readdir(directory);
	return next_entry < COUNT(entries) ? &entries[next_entry++] : NULL;
}

int __wrap_closedir(DIR *directory)
{
	return is_ours(directory) ? 0 : __real_closedir(directory);
}

/* The BAR in a text, or false, by the flags of include/linux/ioport.h. */
static bool find(const char *text, uint32_t first, uint32_t last, struct pcibar *bar,
		 int *ret)
{
	for (*ret = 0; *ret < 6; ++*ret) {
		unsigned long long flags;
		int length = 0;

		sscanf(text, "%llx %llx %llx%n", (unsigned long long *)&bar->first,
		       (unsigned long long *)&bar->last, &flags, &length);
		if (length == 0)
			return false;
		text += length;
		if ((flags & 0x30000100) == 0x100 && bar->first <= last &&
		    bar->last >= first)
			return true;
	}
	return false;
}

static bool both_have(char *texts[], uint32_t port)
{
	struct pcibar bar;
	int n;

	return texts[0] && texts[1] && find(texts[0], port, port, &bar, &n) &&
	       find(texts[1], port, port, &bar, &n);
}

static void check(char *texts[], uint32_t first, uint32_t last)
{
	struct pcibar bar = { .first = 1, .last = 0 }, expected;
	int r = pcibar_find(DEVICES, first, last, &bar), n = 0;
	char path[sizeof(DEVICES "/0/resource0")];
	size_t device = 0;

	if (first == last && both_have(texts, first)) {
		MUST(r == -EOPNOTSUPP);
		return;
	}
	while (texts[device] && !find(texts[device], first, last, &expected, &n))
		device++;
	if (!texts[device]) {
		MUST(r == -EOPNOTSUPP && bar.first == 1 && bar.last == 0);
		return;
	}
	snprintf(path, sizeof(path), DEVICES "/%d/resource%d", (int)device & 1, n & 7);
	MUST(r == 0 && bar.first == expected.first && bar.last == expected.last);
	MUST(strcmp(bar.path, path) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *texts[3];
	size_t count = fuzz_split(text, '|', texts, COUNT(texts));

	for (size_t i = 0; i < 2; i++)
		fuzz_file(i ? DEVICES "/1/resource" : DEVICES "/0/resource",
			  i < count ? texts[i] : "", i < count ? strlen(texts[i]) : 0);
	check(texts, 0, IOSPACE_PORTS - 1);
	check(texts, 0xc000, 0xc000);
	check(texts, 0xffff, 0xffff);
	free(text);
	return 0;
}
