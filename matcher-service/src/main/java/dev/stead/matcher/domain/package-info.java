/**
 * The business of the matcher: samples, subjects and galleries, the operating point that decides, and the use cases. Reads without any
 * framework; knows nothing of gRPC, SQL or how a gallery is searched.
 */
@NullMarked
package dev.stead.matcher.domain;

import org.jspecify.annotations.NullMarked;
