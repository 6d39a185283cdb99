/**
 * Durable settlements a second, each beside what its store could do at most: SQLite beside the disk's synchronisations, PostgreSQL beside
 * pgbench's TPC-B on the same server with as many clients. It knows the payment adapter's domain and store, not its wire.
 */
@NullMarked
package dev.stead.benchmarks.settle;

import org.jspecify.annotations.NullMarked;
