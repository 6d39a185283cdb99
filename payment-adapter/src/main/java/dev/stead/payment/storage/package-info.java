/**
 * The books in SQL, the same on SQLite and PostgreSQL: one small class a table, and {@link
 * dev.stead.payment.storage.PaymentDatabase} over them. It keeps what the domain decides and knows no rule but the
 * one that only a database can hold under concurrency: a balance changes by a conditional update. It must not
 * know gRPC or a provider.
 */
@NullMarked
package dev.stead.payment.storage;

import org.jspecify.annotations.NullMarked;
