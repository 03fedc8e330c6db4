/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole text of a file, read before anything is made of it. */
#include "sequence/source.h"

#include "sequence/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* The room for a pipe at first, and more than any file of commands has, in bytes. */
#define FIRST	4096
#define LARGEST (256 << 20)

/* Longer ones would leave no room for what is wrong. */
#define LONGEST_NAME 200

static bool is_presentable(const char *path)
{
	size_t length = strlen(path);

	/* Some terminals obey the characters from U+0080 to U+009F, too. */
	for (const char *c = path; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f ||
		    (*c == '\xc2' && (unsigned char)c[1] < 0xa0))
			return false;
	return length > 0 && length <= LONGEST_NAME;
}

/* A path as it is, so that an editor finds it, unless it would spoil the message. */
static const char *name_of(struct source *source, const char *path)
{
	if (is_presentable(path))
		return path;
	source->quoted = quote(path);
	return source->quoted.text;
}

static int fail_read(struct failure *failure, const struct source *source,
		     const char *wrong)
{
	return fail(failure, EX_NOINPUT, "%s: %s; nothing was read or written",
		    source->name, wrong);
}

/* Room for so much, a newline that may be missing, and a NUL. */
static int make_room(struct source *source, size_t length, struct failure *failure)
{
	char *bytes = realloc(source->bytes, length + sizeof("\n"));

	if (!bytes)
		return fail(failure, EX_OSERR, "out of memory");
	source->bytes = bytes;
	return 0;
}

/* Read to the end: of a file, a pipe or a terminal. */
static int read_all(struct source *source, int fd, size_t room, struct failure *failure)
{
	for (;;) {
		ssize_t count;

		/* One byte more than a file should have shows that it has grown. */
		if (make_room(source, room + 1, failure) < 0)
			return -1;
		count = read(fd, source->bytes + source->length,
			     room + 1 - source->length);
		if (count < 0)
			return fail_read(failure, source, strerror(errno));
		if (count == 0)
			return 0;
		source->length += (size_t)count;
		if (source->length > LARGEST)
			return fail_read(failure, source, "longer than 256 MiB");
		if (source->length > room)
			room = 2 * source->length;
	}
}

static bool is_changed(const struct stat *before, const struct stat *after)
{
	return before->st_size != after->st_size ||
	       before->st_mtim.tv_sec != after->st_mtim.tv_sec ||
	       before->st_mtim.tv_nsec != after->st_mtim.tv_nsec;
}

/* How many bytes are left of a file, which may be standard input: read in part before. */
static size_t bytes_left(int fd, const struct stat *st)
{
	off_t offset = lseek(fd, 0, SEEK_CUR);

	return offset < st->st_size ? (size_t)(st->st_size - offset) : 0;
}

static int read_file(struct source *source, int fd, struct failure *failure)
{
	struct stat before, after;
	bool is_file;
	size_t left;

	if (fstat(fd, &before) < 0)
		return fail_read(failure, source, strerror(errno));
	/* To read it would be to read every port. */
	if (S_ISCHR(before.st_mode) && before.st_rdev == makedev(1, 4))
		return fail_read(failure, source,
				 "this is the port device, not a file of commands");
	is_file = S_ISREG(before.st_mode);
	if (is_file && before.st_size > LARGEST)
		return fail_read(failure, source, "longer than 256 MiB");
	left = is_file ? bytes_left(fd, &before) : 0;
	if (read_all(source, fd, is_file ? left : FIRST, failure) < 0)
		return -1;
	if (fstat(fd, &after) < 0)
		return fail_read(failure, source, strerror(errno));
	if (is_file && is_changed(&before, &after))
		return fail_read(failure, source, "it changed while it was read");
	if (source->length < left)
		return fail_read(failure, source, "it ended before its size");
	return 0;
}

int source_read(struct source *source, const char *path, bool trusted,
		struct failure *failure)
{
	bool is_stdin = strcmp(path, "-") == 0;
	/* What may be a FIFO is only waited for where nobody has to trust it. */
	int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (trusted ? O_NONBLOCK : 0);
	int fd = is_stdin ? STDIN_FILENO : open(path, flags), r = fd < 0 ? errno : 0;

	*source = (struct source){ 0 };
	source->name = is_stdin ? "<stdin>" : name_of(source, path);
	if (is_stdin && trusted)
		return fail(failure, EX_USAGE,
			    "%s: with --trusted, it must be a file; name one",
			    source->name);
	if (fd < 0)
		return fail_read(failure, source, strerror(r));
	if (trusted)
		r = trust_check(path, source->name, fd, failure);
	if (r == 0)
		r = read_file(source, fd, failure);
	if (!is_stdin)
		close(fd);
	if (r < 0)
		return -1;

	if (source->length > 0 && source->bytes[source->length - 1] != '\n')
		source->bytes[source->length++] = '\n';
	source->bytes[source->length] = '\0';
	return 0;
}

void source_free(struct source *source)
{
	free(source->bytes);
	source->bytes = NULL;
}
