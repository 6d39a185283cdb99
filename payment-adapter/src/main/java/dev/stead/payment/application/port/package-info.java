/**
 * What the use cases need from a store: the {@link dev.stead.payment.application.port.UnitOfWork} and its {@link
 * dev.stead.payment.application.port.Repositories}. A port knows the domain only. (The payment provider's port, {@link
 * dev.stead.payment.domain.provider.Provider}, is part of the domain: attempts are described in its terms.)
 */
@NullMarked
package dev.stead.payment.application.port;

import org.jspecify.annotations.NullMarked;
