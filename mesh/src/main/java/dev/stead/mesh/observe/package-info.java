/**
 * What can be observed of a running service: trace ids through every call and into the log, metrics with buckets, the pages for
 * Prometheus and for the platform's probes. It sees names of methods and outcomes, never the content of a message.
 */
@NullMarked
package dev.stead.mesh.observe;

import org.jspecify.annotations.NullMarked;
