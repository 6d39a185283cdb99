/** The books on a real SQLite and a real PostgreSQL, by the same tests. */
@NullMarked
package dev.stead.payment.storage;

import org.jspecify.annotations.NullMarked;
