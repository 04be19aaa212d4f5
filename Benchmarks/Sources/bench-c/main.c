// bench-c WORK[:VARIANT] --data FOLDER [--count LINES]
#include "bench.h"

int main(int argc, char **argv) {
    if (argc < 2) return fprintf(stderr, "bench-c WORK[:VARIANT] --data FOLDER [--count LINES]\n"), 64;
    for (int i = 2; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--data")) data_folder = argv[i + 1];
        else if (!strcmp(argv[i], "--count")) line_limit = atoi(argv[i + 1]);
        else return fprintf(stderr, "bench-c: unknown option %s\n", argv[i]), 64;
    }
    load_countries();
    fill_month_starts();
    if (!strcmp(argv[1], "prepare")) prepare_screening();
    else if (!strcmp(argv[1], "W9")) screen_by_sql("naive");
    else if (!strcmp(argv[1], "W9:tuned")) screen_by_sql("tuned");
    else if (!strcmp(argv[1], "W9m")) screen_by_index();
    else if (!strcmp(argv[1], "W9c")) screen_text_by_index();
    else return fprintf(stderr, "bench-c: unknown work %s\n", argv[1]), 64;
    return 0;
}
