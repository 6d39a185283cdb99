/**
 * Calls over the network within limits: channels with deadlines and retries, and the admission of no more calls than can be
 * answered in time. It knows methods and latencies, not what they mean.
 */
@NullMarked
package dev.stead.mesh.net;

import org.jspecify.annotations.NullMarked;
