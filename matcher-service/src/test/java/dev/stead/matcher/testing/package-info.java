/** What the tests of this module are built from. */
@NullMarked
package dev.stead.matcher.testing;

import org.jspecify.annotations.NullMarked;
