/** The same tests on a real SQLite and a real PostgreSQL. */
@NullMarked
package dev.stead.payment.storage;

import org.jspecify.annotations.NullMarked;
