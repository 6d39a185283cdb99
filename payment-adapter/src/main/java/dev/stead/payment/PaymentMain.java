package dev.stead.payment;

import dev.stead.mesh.ServiceMain;
import java.time.InstantSource;

/** Runs the payment adapter alone, configured by {@code STEAD_*}, until the process is told to stop. */
public final class PaymentMain {
    private PaymentMain() {}

    public static void main(String[] arguments) {
        ServiceMain.run(
                PaymentConfig::from,
                (config, lifecycle) ->
                        Payment.start(config, InstantSource.system(), lifecycle).awaitTermination());
    }
}
