#include "counting.h"
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#define TOGGLE CALLGRIND_TOGGLE_COLLECT
#else
#define TOGGLE
#endif

void counting_toggle(void) {
    TOGGLE;
}
