/**
 * Keeps galleries: the template table on SQLite or PostgreSQL (encrypted under a key per subject), the index as a cache of it, and what is
 * remembered of late (nonces, budgets). Knows nothing of gRPC.
 */
@NullMarked
package dev.stead.matcher.storage;

import org.jspecify.annotations.NullMarked;
