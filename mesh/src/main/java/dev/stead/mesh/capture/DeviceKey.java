package dev.stead.mesh.capture;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The key of a capture device, and its counter. Whoever captures with one key in one process shares one of these. Thread-safe; does not
 * print the key.
 */
public final class DeviceKey {
    private final String deviceId;
    private final String terminalId;
    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final AtomicLong counter = new AtomicLong();

    /**
     * A key that is registered at the matcher.
     *
     * @param terminalId of the terminal at which the device captures, as in the terminal's certificate
     * @param privateKey on P-256; of any security provider, so that it may be in hardware
     */
    public DeviceKey(String deviceId, String terminalId, PrivateKey privateKey, PublicKey publicKey) {
        this.deviceId = deviceId;
        this.terminalId = terminalId;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public String deviceId() {
        return deviceId;
    }

    public String terminalId() {
        return terminalId;
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /**
     * The next number. It is about the milliseconds since 1970, so that it rises over restarts without a file, and a process that waited
     * is not behind one that came later.
     */
    public long nextCounter(InstantSource clock) {
        long now = clock.millis();
        return counter.updateAndGet(last -> Math.max(last + 1, now));
    }

    @Override
    public String toString() {
        return "DeviceKey[" + deviceId + "]";
    }
}
