/** Tests of the SDK against hand-written fakes of the services, in process. */
@NullMarked
package dev.stead.terminal;

import org.jspecify.annotations.NullMarked;
