/** A bad network between two processes of this machine. Knows no protocol: bytes only. */
@NullMarked
package dev.stead.systemtests.net;

import org.jspecify.annotations.NullMarked;
