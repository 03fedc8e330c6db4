/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether only root can change what a path leads to. */
#include "sequence/trust.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As many as the kernel follows: MAXSYMLINKS in include/linux/namei.h. */
#define MANY_LINKS 40

/* A path that is followed by hand, one name after another. */
struct walk {
	char done[PATH_MAX]; /* without a link in it; "" is the root */
	char rest[PATH_MAX]; /* what is left of it */
	int links;
	struct stat st; /* of what done leads to */
};

static int fail_walk(struct failure *failure, const char *name, const char *wrong)
{
	return fail(failure, EX_NOINPUT, "%s: %s; nothing was read or written", name,
		    wrong);
}

/* With an access list the mode shows its mask, in the place of the group's bits. */
static bool is_writable(const struct stat *st)
{
	if (S_ISLNK(st->st_mode) || (S_ISDIR(st->st_mode) && st->st_mode & S_ISVTX))
		return false;
	return st->st_mode & (S_IWGRP | S_IWOTH);
}

/* What a shell would take as the path and nothing else. */
static bool can_be_pasted(const struct quoted *place, const char *path)
{
	return strlen(place->text) == strlen(path) + strlen("''") && !strchr(path, '\'');
}

static void add_remedy(struct failure *failure, const struct walk *walk,
		       const struct quoted *place)
{
	bool is_foreign = walk->st.st_uid != 0;

	/* Whose link it is may be whose target it is. */
	if (S_ISLNK(walk->st.st_mode))
		fail_more(failure, "replace this link by one of root's own");
	else if (!can_be_pasted(place, walk->done))
		fail_more(failure, "make it root's alone to change");
	else
		fail_more(failure, "as root: %s%s%s%s%s", is_foreign ? "chown root " : "",
			  is_foreign ? place->text : "",
			  is_foreign && is_writable(&walk->st) ? " && " : "",
			  is_writable(&walk->st) ? "chmod go-w " : "",
			  is_writable(&walk->st) ? place->text : "");
}

static int check(const struct walk *walk, const char *name, struct failure *failure)
{
	const struct quoted place = quote(walk->done[0] ? walk->done : "/");

	if (walk->st.st_uid == 0 && !is_writable(&walk->st))
		return 0;
	fail(failure, EX_CONFIG,
	     "%s: users other than root can change this file: %s has owner %u and mode "
	     "%04o; ",
	     name, place.text, walk->st.st_uid, walk->st.st_mode & 07777);
	add_remedy(failure, walk, &place);
	return -1;
}

/* Put a text before what is left. Returns 0, or a negative errno. */
static int prepend(struct walk *walk, const char *text)
{
	char whole[sizeof(walk->rest)];
	int length = snprintf(whole, sizeof(whole), "%s/%s", text, walk->rest);

	if ((size_t)length >= sizeof(whole))
		return -ENAMETOOLONG;
	strcpy(walk->rest, whole);
	return 0;
}

/* Take the next name off what is left, and go there, or up for "..". */
static int step(struct walk *walk)
{
	char *end = strchrnul(walk->rest, '/'), *last = strrchr(walk->done, '/');
	char name[NAME_MAX + 1];
	int length = snprintf(name, sizeof(name), "%.*s", (int)(end - walk->rest),
			      walk->rest);

	memmove(walk->rest, end + (*end == '/'), strlen(end + (*end == '/')) + 1);
	if (strcmp(name, "..") == 0) {
		if (last)
			*last = '\0';
	} else if (length > 0 && strcmp(name, ".") != 0) {
		size_t done = strlen(walk->done);

		if ((size_t)length >= sizeof(name) ||
		    done + 1 + (size_t)length >= sizeof(walk->done))
			return -ENAMETOOLONG;
		sprintf(walk->done + done, "/%s", name);
	}
	return lstat(walk->done[0] ? walk->done : "/", &walk->st) < 0 ? -errno : 0;
}

/* Go on from where it is, a link, to where that leads. */
static int follow(struct walk *walk)
{
	char target[sizeof(walk->rest)];
	ssize_t length = readlink(walk->done, target, sizeof(target) - 1);

	if (length < 0)
		return -errno;
	if (walk->links++ == MANY_LINKS)
		return -ELOOP;
	target[length] = '\0';
	*(target[0] == '/' ? walk->done : strrchr(walk->done, '/')) = '\0';
	return prepend(walk, target);
}

static int start(struct walk *walk, const char *path)
{
	char directory[sizeof(walk->rest)];
	int r = prepend(walk, path);

	if (r == 0 && path[0] != '/')
		r = getcwd(directory, sizeof(directory)) ? prepend(walk, directory)
							 : -errno;
	return r;
}

int trust_check(const char *path, const char *name, int fd, struct failure *failure)
{
	struct walk walk = { .links = 0 };
	struct stat opened;
	int r = start(&walk, path);

	while (r == 0 && walk.rest[0]) {
		r = step(&walk);
		if (r == 0 && check(&walk, name, failure) < 0)
			return -1;
		if (r == 0 && S_ISLNK(walk.st.st_mode))
			r = follow(&walk);
	}
	if (r == 0 && fstat(fd, &opened) < 0)
		r = -errno;
	if (r != 0)
		return fail_walk(failure, name, strerror(-r));
	if (!S_ISREG(opened.st_mode))
		return fail_walk(failure, name, "with --trusted, it must be a file");
	if (opened.st_dev != walk.st.st_dev || opened.st_ino != walk.st.st_ino)
		return fail_walk(failure, name, "it was replaced while it was opened");
	return 0;
}
