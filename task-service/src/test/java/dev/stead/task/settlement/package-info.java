@NullMarked
package dev.stead.task.settlement;

import org.jspecify.annotations.NullMarked;
