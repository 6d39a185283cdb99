@NullMarked
package dev.stead.task.webhook;

import org.jspecify.annotations.NullMarked;
