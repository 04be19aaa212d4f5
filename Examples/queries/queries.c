// Every query is named here twice: once to embed it, once to list it. A test compares the list with the folder.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "registry_queries.h"

static const unsigned char byproduct_supply[] = {
#embed "byproduct-supply.sql"
};
static const unsigned char byproducts[] = {
#embed "byproducts.sql"
};
static const unsigned char deposits_near[] = {
#embed "deposits-near.sql"
};
static const unsigned char deposits_of_mineral[] = {
#embed "deposits-of-mineral.sql"
};
static const unsigned char deposits_with_words[] = {
#embed "deposits-with-words.sql"
};
static const unsigned char items_with_mineral[] = {
#embed "items-with-mineral.sql"
};
static const unsigned char listed_and_controlled[] = {
#embed "listed-and-controlled.sql"
};
static const unsigned char minerals_of_class[] = {
#embed "minerals-of-class.sql"
};
static const unsigned char programme_outcomes[] = {
#embed "programme-outcomes.sql"
};
static const unsigned char reliance_over[] = {
#embed "reliance-over.sql"
};
static const unsigned char stage_holders[] = {
#embed "stage-holders.sql"
};
static const unsigned char supply_under_control[] = {
#embed "supply-under-control.sql"
};
static const unsigned char suspended[] = {
#embed "suspended.sql"
};

static const registry_query all[] = {
    {"byproduct-supply", byproduct_supply, sizeof byproduct_supply},
    {"byproducts", byproducts, sizeof byproducts},
    {"deposits-near", deposits_near, sizeof deposits_near},
    {"deposits-of-mineral", deposits_of_mineral, sizeof deposits_of_mineral},
    {"deposits-with-words", deposits_with_words, sizeof deposits_with_words},
    {"items-with-mineral", items_with_mineral, sizeof items_with_mineral},
    {"listed-and-controlled", listed_and_controlled, sizeof listed_and_controlled},
    {"minerals-of-class", minerals_of_class, sizeof minerals_of_class},
    {"programme-outcomes", programme_outcomes, sizeof programme_outcomes},
    {"reliance-over", reliance_over, sizeof reliance_over},
    {"stage-holders", stage_holders, sizeof stage_holders},
    {"supply-under-control", supply_under_control, sizeof supply_under_control},
    {"suspended", suspended, sizeof suspended},
};

size_t registry_query_count(void) { return sizeof all / sizeof all[0]; }
registry_query registry_query_at(size_t index) { return all[index]; }
