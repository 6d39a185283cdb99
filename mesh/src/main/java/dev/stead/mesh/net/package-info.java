/**
 * Calls over the network, within limits: channels with deadlines and retries, and admission control. It knows methods and
 * latencies, not what they mean.
 */
@NullMarked
package dev.stead.mesh.net;

import org.jspecify.annotations.NullMarked;
