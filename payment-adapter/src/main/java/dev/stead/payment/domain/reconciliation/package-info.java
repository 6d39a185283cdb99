/** What a reconciliation compares, and the breaks that it finds. */
@NullMarked
package dev.stead.payment.domain.reconciliation;

import org.jspecify.annotations.NullMarked;
