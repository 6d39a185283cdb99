/**
 * Double-entry bookkeeping: accounts with an available and a held balance, journal entries whose postings sum to zero, statements, and
 * the commands about accounts. It knows settlements only by their ids.
 */
@NullMarked
package dev.stead.payment.domain.ledger;

import org.jspecify.annotations.NullMarked;
