/**
 * The values that every part of the task domain shares: typed ids, {@link dev.stead.task.domain.Money}, and the reasons of refusals. The
 * subpackages hold one concept each; none of them knows gRPC, SQL or the network.
 */
@NullMarked
package dev.stead.task.domain;

import org.jspecify.annotations.NullMarked;
