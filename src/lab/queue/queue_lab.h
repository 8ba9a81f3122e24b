/* The queue lab, for the registry. */
#ifndef LAB_QUEUE_QUEUE_LAB_H
#define LAB_QUEUE_QUEUE_LAB_H

#include "lab/lab.h"

extern const struct lab_ops queue_lab_ops;

#endif
