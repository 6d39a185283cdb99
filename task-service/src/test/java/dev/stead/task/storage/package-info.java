@NullMarked
package dev.stead.task.storage;

import org.jspecify.annotations.NullMarked;
