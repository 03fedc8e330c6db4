/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a file of commands, in blocks of whole lines. */
#include "sequence/source.h"

#include "sequence/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* The room for lines at first, and more than any file of commands has, in bytes. */
#define BLOCK	(64 << 10)
#define LARGEST (256 << 20)

/* Longer ones would leave no room for what is wrong. */
#define LONGEST_NAME 200

/* How many bytes UTF-8 has behind a first one: RFC 3629, 3. */
static int bytes_after(unsigned char first)
{
	return first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
}

static bool is_presentable(const char *path)
{
	size_t length = strlen(path);
	int behind = 0;

	/* Some terminals obey the characters from U+0080 to U+009F, too, and others the
	 * bytes, which are part of a character alone in UTF-8. */
	for (const char *c = path; *c; c++) {
		unsigned char byte = (unsigned char)*c;
		bool is_part = byte >= 0x80 && byte < 0xc0;

		if (byte < ' ' || byte == 0x7f || is_part != (behind > 0) ||
		    (byte == 0xc2 && (unsigned char)c[1] < 0xa0))
			return false;
		behind = is_part ? behind - 1 : bytes_after(byte);
	}
	return behind == 0 && length <= LONGEST_NAME;
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

/* With room for a newline that may be missing, and more to be read at any line. */
static int grow(struct source *source, struct failure *failure)
{
	size_t room = source->room ? 2 * source->room : BLOCK;
	char *block = realloc(source->block, room + 1 + SOURCE_MORE);

	if (!block)
		return fail(failure, EX_OSERR, "out of memory");
	source->block = block;
	source->room = room;
	return 0;
}

/* Returns how many bytes there were, of which none is the end, or -1. */
static ssize_t read_more(struct source *source, struct failure *failure)
{
	ssize_t count;

	if (source->length == source->room && grow(source, failure) < 0)
		return -1;
	count = read(source->fd, source->block + source->length,
		     source->room - source->length);
	if (count < 0)
		return fail_read(failure, source, strerror(errno));
	source->length += (size_t)count;
	source->total += (size_t)count;
	if (source->total > LARGEST)
		return fail_read(failure, source, "longer than 256 MiB");
	return count;
}

static bool is_changed(const struct stat *before, const struct stat *after)
{
	return before->st_size != after->st_size ||
	       before->st_mtim.tv_sec != after->st_mtim.tv_sec ||
	       before->st_mtim.tv_nsec != after->st_mtim.tv_nsec;
}

/* Whether what has been read is the file, all of it. */
static int check_whole(const struct source *source, struct failure *failure)
{
	struct stat after;

	if (!S_ISREG(source->before.st_mode))
		return 0;
	if (fstat(source->fd, &after) < 0)
		return fail_read(failure, source, strerror(errno));
	if (is_changed(&source->before, &after))
		return fail_read(failure, source, "it changed while it was read");
	if (source->first + (off_t)source->total < source->before.st_size)
		return fail_read(failure, source, "it ended before its size");
	return 0;
}

/* The lines that have been read: up to the last newline, but not before some place. */
static char *end_of_lines(const struct source *source, size_t from)
{
	char *newline = memrchr(source->block + from, '\n', source->length - from);

	return newline ? newline + 1 : NULL;
}

int source_read(struct source *source, char **ret_lines, char **ret_end,
		struct failure *failure)
{
	char *end = NULL;

	source->length -= source->given;
	if (source->given > 0)
		memmove(source->block, source->block + source->given, source->length);
	source->given = 0;
	while (!end && !source->is_over) {
		size_t before = source->length;
		ssize_t count = read_more(source, failure);

		source->is_over = count == 0;
		if (count < 0 || (count == 0 && check_whole(source, failure) < 0))
			return -1;
		if (count == 0 && source->length > 0)
			source->block[source->length++] = '\n';
		end = end_of_lines(source, before);
	}
	if (!end)
		return 0;
	memset(source->block + source->length, '\0', SOURCE_MORE);
	source->given = (size_t)(end - source->block);
	*ret_lines = source->block;
	*ret_end = end;
	return 1;
}

/* What can be said of it before it is read. */
static int check(struct source *source, struct failure *failure)
{
	if (fstat(source->fd, &source->before) < 0)
		return fail_read(failure, source, strerror(errno));
	/* To read it would be to read every port. */
	if (S_ISCHR(source->before.st_mode) && source->before.st_rdev == makedev(1, 4))
		return fail_read(failure, source,
				 "this is the port device, not a file of commands");
	if (S_ISREG(source->before.st_mode) && source->before.st_size > LARGEST)
		return fail_read(failure, source, "longer than 256 MiB");
	/* It may be standard input, read in part before. */
	if (S_ISREG(source->before.st_mode))
		source->first = lseek(source->fd, 0, SEEK_CUR);
	return 0;
}

int source_open(struct source *source, const char *path, bool trusted,
		struct failure *failure)
{
	bool is_stdin = strcmp(path, "-") == 0;
	/* What may be a FIFO is only waited for where nobody has to trust it. */
	int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (trusted ? O_NONBLOCK : 0);
	int error;

	*source = (struct source){ .fd = is_stdin ? STDIN_FILENO : open(path, flags) };
	error = errno;
	source->name = is_stdin ? "<stdin>" : name_of(source, path);
	if (is_stdin && trusted)
		return fail(failure, EX_USAGE,
			    "%s: with --trusted, it must be a file; name one",
			    source->name);
	if (source->fd < 0)
		return fail_read(failure, source, strerror(error));
	if (trusted && trust_check(path, source->name, source->fd, failure) < 0)
		return -1;
	return check(source, failure);
}

void source_close(struct source *source)
{
	if (source->fd > STDIN_FILENO)
		close(source->fd);
	free(source->block);
	source->block = NULL;
}
