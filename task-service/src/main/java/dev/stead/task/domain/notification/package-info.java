/** What the phones are told. */
@NullMarked
package dev.stead.task.domain.notification;

import org.jspecify.annotations.NullMarked;
