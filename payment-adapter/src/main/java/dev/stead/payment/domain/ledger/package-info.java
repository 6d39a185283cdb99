/** Double-entry bookkeeping: accounts with an available and a held balance, and journal entries whose postings sum to zero. */
@NullMarked
package dev.stead.payment.domain.ledger;

import org.jspecify.annotations.NullMarked;
