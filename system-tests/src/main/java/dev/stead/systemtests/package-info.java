/**
 * The harness of the tests that look at Stead as a whole: several services, in processes or containers of their own. Knows the
 * contract and how a service is started; must not reach into a service.
 */
@NullMarked
package dev.stead.systemtests;

import org.jspecify.annotations.NullMarked;
