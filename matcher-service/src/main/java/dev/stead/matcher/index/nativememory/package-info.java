/** Memory outside the heap as the operating system offers it: huge pages, exclusion from core dumps, prefetch. */
@NullMarked
package dev.stead.matcher.index.nativememory;

import org.jspecify.annotations.NullMarked;
