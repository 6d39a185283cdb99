/** Signs the identity assertion that a terminal presents to the task service. */
@NullMarked
package dev.stead.matcher.identity;

import org.jspecify.annotations.NullMarked;
