#pragma once
// Tells callgrind where counting begins and ends. Elsewhere, and where valgrind's headers are missing, it does nothing.
void counting_toggle(void);
// Clears away what the making of the input has freed, which else the first allocations that are measured would do.
void counting_clear_heap(void);
