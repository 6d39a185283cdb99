/**
 * A disk that forgets at a crash what was not synchronised, as a file system of {@code java.nio.file}: code under test is given one of its
 * paths and knows nothing of it.
 */
@NullMarked
package dev.stead.systemtests.disk;

import org.jspecify.annotations.NullMarked;
