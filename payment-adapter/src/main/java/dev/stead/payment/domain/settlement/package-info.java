/**
 * A settlement and its states, the commands that a caller may give, and the {@link dev.stead.payment.domain.settlement.Ledger} that says which
 * journal entry each movement makes.
 */
@NullMarked
package dev.stead.payment.domain.settlement;

import org.jspecify.annotations.NullMarked;
