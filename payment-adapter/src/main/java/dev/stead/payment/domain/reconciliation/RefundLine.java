package dev.stead.payment.domain.reconciliation;

import dev.stead.payment.domain.settlement.Refund;
import dev.stead.payment.domain.settlement.Review.Finding;

/**
 * A refund that has ended, as a reconciliation reads it.
 *
 * @param provider the name of the provider that was to execute it
 * @param finding what became of it: a person may have found that it did not move
 */
public record RefundLine(Refund refund, String provider, Finding finding) {}
