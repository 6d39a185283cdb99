/** What the operator registers: merchants, their sites, and the terminals at which people are identified. */
@NullMarked
package dev.stead.task.domain.registry;

import org.jspecify.annotations.NullMarked;
