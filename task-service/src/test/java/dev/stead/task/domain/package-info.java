@NullMarked
package dev.stead.task.domain;

import org.jspecify.annotations.NullMarked;
