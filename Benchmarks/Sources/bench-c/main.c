// bench-c WORK[:VARIANT] --data FOLDER [--count LINES]
#include "deposits.h"

int main(int argc, char **argv) {
    if (argc < 2) return fprintf(stderr, "bench-c WORK[:VARIANT] --data FOLDER [--count LINES]\n"), 64;
    for (int i = 2; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--data")) data_folder = argv[i + 1];
        else if (!strcmp(argv[i], "--count")) line_limit = atoi(argv[i + 1]);
        else return fprintf(stderr, "bench-c: unknown option %s\n", argv[i]), 64;
    }
    load_countries();
    fill_month_starts();
    if (!strcmp(argv[1], "prepare")) prepare_screening(), prepare_deposits();
    else if (!strcmp(argv[1], "W1")) load_table("naive");
    else if (!strcmp(argv[1], "W1:tuned")) load_table("tuned");
    else if (!strcmp(argv[1], "W2")) load_registry("naive");
    else if (!strcmp(argv[1], "W2:tuned")) load_registry("tuned");
    else if (!strcmp(argv[1], "W2i")) load_file();
    else if (!strcmp(argv[1], "W3")) read_all("naive");
    else if (!strcmp(argv[1], "W3:tuned")) read_all("tuned");
    else if (!strcmp(argv[1], "W3d")) read_summaries();
    else if (!strcmp(argv[1], "W4")) look_up_keys("naive");
    else if (!strcmp(argv[1], "W4:tuned")) look_up_keys("tuned");
    else if (!strcmp(argv[1], "W5")) look_up_slugs();
    else if (!strcmp(argv[1], "W5d")) look_up_deposits();
    else if (!strcmp(argv[1], "W6")) read_pages("naive");
    else if (!strcmp(argv[1], "W6:tuned")) read_pages("tuned");
    else if (!strcmp(argv[1], "W7")) read_circles();
    else if (!strcmp(argv[1], "W8")) search_words();
    else if (!strcmp(argv[1], "W10")) read_and_write();
    else if (!strcmp(argv[1], "W10r")) read_in_threads(1);
    else if (!strcmp(argv[1], "W10r:two")) read_in_threads(2);
    else if (!strcmp(argv[1], "W11")) open_and_ask();
    else if (!strcmp(argv[1], "W12")) change_source();
    else if (!strcmp(argv[1], "W12d")) change_deposit();
    else if (!strcmp(argv[1], "W9")) screen_by_sql("naive");
    else if (!strcmp(argv[1], "W9:tuned")) screen_by_sql("tuned");
    else if (!strcmp(argv[1], "W9m")) screen_by_index();
    else if (!strcmp(argv[1], "W9c")) screen_text_by_index();
    else return fprintf(stderr, "bench-c: unknown work %s\n", argv[1]), 64;
    return 0;
}
