/** Sends notifications to the operator's HTTP receiver. It knows HTTP and the secret; it must not know how anything is stored. */
@NullMarked
package dev.stead.task.webhook;

import org.jspecify.annotations.NullMarked;
