/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* loader LIBRARY DEVICE: load the library in a thread, use it there, and let it go again.
 */
#include <dlfcn.h>
#include <iospace.h>
#include <pthread.h>
#include <stdio.h>

static char **words;

static void *use(void *unused)
{
	void *library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
	struct iospace *io;
	uint32_t size = 1;

	(void)unused;
	if (!library) {
		puts(dlerror());
		return NULL;
	}
	__typeof__(&iospace_open) open_it = (__typeof__(open_it))dlsym(library,
								       "iospace_open");
	__typeof__(&iospace_write) write_it =
		(__typeof__(write_it))dlsym(library, "iospace_write");
	__typeof__(&iospace_close) close_it =
		(__typeof__(close_it))dlsym(library, "iospace_close");

	if (open_it(&io, words[2], IOSPACE_WRITE) == 0) {
		printf("%d %u\n", write_it(io, 0x80, 0x5a, &size), size);
		close_it(io);
	}
	printf("%d\n", dlclose(library));
	return NULL;
}

int main(int argc, char *argv[])
{
	pthread_t thread;

	words = argv;
	return argc != 3 || pthread_create(&thread, NULL, use, NULL) != 0 ||
	       pthread_join(thread, NULL) != 0;
}
