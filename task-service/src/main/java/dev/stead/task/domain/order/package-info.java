/** Orders as their merchants register them, and where one is collected. */
@NullMarked
package dev.stead.task.domain.order;

import org.jspecify.annotations.NullMarked;
