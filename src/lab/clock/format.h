/* strftime and strptime as Python 3.11's datetime has them, in the C locale. Pure. */
#ifndef LAB_CLOCK_FORMAT_H
#define LAB_CLOCK_FORMAT_H

#include "base/err.h"
#include "lab/clock/civil.h"

/* datetime.strftime: directives Python's manual names, and those of C. Unknown ones stay as they are. */
void format_write(const struct civil *, struct str format, struct str_buf *out);
/* datetime.strptime: errors in Python's words. */
bool format_read(struct str text, struct str format, struct civil *out, struct err *err);
/* datetime.datetime(2018, 11, 14, 20, 30) */
void format_write_repr(const struct civil *, struct str_buf *out);
/* What a directive stands for, in words (N_); NULL if there is no such directive. */
const char *format_meaning(char directive);

#endif
