/** Whether a threshold that a gallery measured on itself buys the FPIR that it was asked for. */
@NullMarked
package dev.stead.benchmarks.calibration;

import org.jspecify.annotations.NullMarked;
