/**
 * A settlement and its states, the commands that a caller may give, and the {@link dev.stead.payment.domain.settlement.Ledger}, which
 * makes the journal entry of each movement.
 */
@NullMarked
package dev.stead.payment.domain.settlement;

import org.jspecify.annotations.NullMarked;
