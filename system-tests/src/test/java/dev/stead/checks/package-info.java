/**
 * What holds for the whole house and no module can check alone: who may import whom, how large things may grow, whether the
 * pages say what the code does. Knows no behaviour of any service.
 */
@NullMarked
package dev.stead.checks;

import org.jspecify.annotations.NullMarked;
