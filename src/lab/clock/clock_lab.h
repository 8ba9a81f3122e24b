/* The clock lab, for the registry. */
#ifndef LAB_CLOCK_CLOCK_LAB_H
#define LAB_CLOCK_CLOCK_LAB_H

#include "lab/lab.h"

extern const struct lab_ops clock_lab_ops;

#endif
