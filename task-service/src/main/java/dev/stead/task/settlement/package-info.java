/**
 * Settles through the payment adapter. It knows the payment contract and the domain's port; it must not know tasks, storage or what
 * an outcome means for them.
 */
@NullMarked
package dev.stead.task.settlement;

import org.jspecify.annotations.NullMarked;
