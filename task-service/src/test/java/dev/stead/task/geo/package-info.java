@NullMarked
package dev.stead.task.geo;

import org.jspecify.annotations.NullMarked;
