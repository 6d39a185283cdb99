/**
 * Durable settlements a second, each beside the maximum of its store: SQLite beside the disk's syncs, PostgreSQL beside
 * pgbench's TPC-B on the same server with as many clients. It knows the payment adapter's domain and store, not its wire.
 */
@NullMarked
package dev.stead.benchmarks.settle;

import org.jspecify.annotations.NullMarked;
