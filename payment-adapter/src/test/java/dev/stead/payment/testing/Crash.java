package dev.stead.payment.testing;

/** The end of a process, at a point of a {@link CrashPlan}. An error, so that nothing on the way catches it. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String point) {
        super(point, null, false, false);
    }
}
