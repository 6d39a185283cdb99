/**
 * The repositories in SQL, the same on SQLite and PostgreSQL: one small class for each table, {@code PaymentTables} for all of them in one
 * transaction, and {@link dev.stead.payment.storage.PaymentDatabase}, the unit of work, as the entry point. It stores what the domain
 * decides, with one rule of its own that only a database can keep under concurrency: a balance changes by a conditional update ({@code
 * BalanceChanges}). It must not know gRPC, the use cases or a provider.
 */
@NullMarked
package dev.stead.payment.storage;

import org.jspecify.annotations.NullMarked;
