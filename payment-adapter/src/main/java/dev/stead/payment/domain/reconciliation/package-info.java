/** What a reconciliation compares, and the breaks (differences) that it finds. */
@NullMarked
package dev.stead.payment.domain.reconciliation;

import org.jspecify.annotations.NullMarked;
