@NullMarked
package dev.stead.task.identity;

import org.jspecify.annotations.NullMarked;
