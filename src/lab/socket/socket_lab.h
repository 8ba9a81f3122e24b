/* The socket lab: both ends of a real connection side by side, every system call one visible step. */
#ifndef LAB_SOCKET_SOCKET_LAB_H
#define LAB_SOCKET_SOCKET_LAB_H

#include "lab/lab.h"

extern const struct lab_ops socket_lab_ops;

#endif
