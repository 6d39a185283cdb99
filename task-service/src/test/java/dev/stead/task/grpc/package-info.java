@NullMarked
package dev.stead.task.grpc;

import org.jspecify.annotations.NullMarked;
