/** What the phones are notified of. */
@NullMarked
package dev.stead.task.domain.notification;

import org.jspecify.annotations.NullMarked;
