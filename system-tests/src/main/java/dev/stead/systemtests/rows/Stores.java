package dev.stead.systemtests.rows;

import java.util.Locale;

/** Where the services of a world keep what they know. */
enum Stores {
    SQLITE,
    POSTGRESQL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
