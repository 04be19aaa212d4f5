#pragma once
// Tells callgrind where counting begins and ends. Elsewhere, and where valgrind's headers are missing, it does nothing.
void counting_toggle(void);
