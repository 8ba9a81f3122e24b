/* The regex lab, for the registry. */
#ifndef LAB_REGEX_REGEX_LAB_H
#define LAB_REGEX_REGEX_LAB_H

#include "lab/lab.h"

extern const struct lab_ops regex_lab_ops;

#endif
