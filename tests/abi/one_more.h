/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* One more row for each table: it comes before any other header of the library. */
#define ONE_MORE 1

/* A condition that is looked at as another is. */
#define ONE_MORE_CONDITION \
	{ (enum iospace_condition_kind)99, "one more", look_at_kernel, \
	  (enum iospace_reason)98 },
#define ONE_MORE_ERROR \
	case -EHOSTDOWN: \
		return only((enum iospace_reason)98, ret);
#define ONE_MORE_SENTENCE [98] = "there is one more reason",
#define ONE_MORE_REMEDY	  { (enum iospace_reason)98, 0, (enum iospace_remedy)97 },
#define ONE_MORE_REMEDY_TEXT \
	case 97: \
		return "take one more remedy";
