/**
 * How every Stead service starts, is configured, answers errors and stops. It knows no business word.
 *
 * <p>{@link dev.stead.mesh.ServiceMain} is the entry point of a process, {@link dev.stead.mesh.ServiceHost} that of a server.
 * Configuration: {@code Settings}, {@code Setting}, {@code SettingsException}, {@code TextFile}, {@code Durations}, {@code
 * ServerConfig}, {@code ServerLimits}. Errors: {@code Problem}, {@code ProblemDetails}, {@code ProblemException}, {@code
 * ErrorMapper}, {@code ErrorInterceptor}. The server: {@code ServerFactory}, {@code DeadlineInterceptor}, {@code MessageLimit},
 * {@code Unary}, {@code RequestIds}. The process: {@code Lifecycle}, {@code Failpoint}.
 */
@NullMarked
package dev.stead.mesh;

import org.jspecify.annotations.NullMarked;
