/* The threads lab, for the registry. */
#ifndef LAB_THREADS_THREADS_LAB_H
#define LAB_THREADS_THREADS_LAB_H

#include "lab/lab.h"

extern const struct lab_ops threads_lab_ops;

#endif
