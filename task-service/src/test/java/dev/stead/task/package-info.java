@NullMarked
package dev.stead.task;

import org.jspecify.annotations.NullMarked;
