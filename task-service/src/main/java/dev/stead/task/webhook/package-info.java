/** Sends notifications to an HTTP receiver of the operator's. It knows HTTP and the secret; it must not know how anything is stored. */
@NullMarked
package dev.stead.task.webhook;

import org.jspecify.annotations.NullMarked;
