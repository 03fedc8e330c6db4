/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Members of JSON objects (RFC 8259): "name": value. */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdint.h>

/* before is what stands before the member: "{" or ", ". All of it is ASCII, so that no
 * encoding can make it invalid. */
void json_string(const char *before, const char *name, const char *text);
void json_number(const char *before, const char *name, uint32_t number);
void json_bool(const char *before, const char *name, bool is_true);

#endif
