/**
 * What the index needs of the machine and Java does not offer: memory in huge pages that stays out of core dumps ({@link
 * dev.stead.matcher.index.nativememory.HugePages}), and the processor's prefetch instruction ({@link
 * dev.stead.matcher.index.nativememory.Prefetch}), by system calls and a few bytes of machine code. The only package that calls native
 * code. On any system but Linux, and wherever the system refuses, memory is ordinary and a prefetch does nothing: searches give the same
 * results, more slowly. Knows nothing of vectors.
 */
@NullMarked
package dev.stead.matcher.index.nativememory;

import org.jspecify.annotations.NullMarked;
