package dev.stead.systemtests.provider;

import dev.stead.mesh.ServiceMain;
import dev.stead.payment.Payment;
import dev.stead.payment.PaymentConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;

/** The payment adapter as {@code PaymentMain} starts it, but with the double as its provider: {@code port-of-the-double}. */
public final class PaymentUnderTestMain {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private PaymentUnderTestMain() {}

    /** Starts. */
    public static void main(String[] arguments) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        ServiceMain.run(
                PaymentConfig::from,
                (config, lifecycle) -> Payment.start(
                                config, new DoubleProvider(address, TIMEOUT), InstantSource.system(), lifecycle)
                        .awaitTermination());
    }
}
