package dev.stead.systemtests.rows;

import java.util.Locale;

/** The store of the services in a {@link TestMesh}. */
enum Stores {
    SQLITE,
    POSTGRESQL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
