package dev.stead.payment;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Settings;
import java.time.InstantSource;

/** Runs the payment adapter alone, configured by {@code STEAD_*}, until the process is told to stop. */
public final class PaymentMain {
    private PaymentMain() {}

    /** Starts. */
    public static void main(String[] arguments) {
        Settings settings = Settings.environment();
        PaymentConfig config = PaymentConfig.from(settings);
        settings.refuseUnknown();
        try (var lifecycle = new Lifecycle()) {
            lifecycle.closeOnSignal();
            Payment.start(config, InstantSource.system(), lifecycle).awaitTermination();
        }
    }
}
