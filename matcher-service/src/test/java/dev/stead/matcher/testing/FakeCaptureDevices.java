package dev.stead.matcher.testing;

import dev.stead.matcher.domain.capture.CaptureDevice;
import dev.stead.matcher.domain.capture.CaptureDevices;
import dev.stead.matcher.limit.CaptureCounter;
import dev.stead.mesh.request.RequestIdentity;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Devices in memory. */
public final class FakeCaptureDevices implements CaptureDevices {
    private final Map<String, CaptureDevice> devices = new ConcurrentHashMap<>();
    private final Map<String, CaptureCounter> counters = new ConcurrentHashMap<>();

    public FakeCaptureDevices with(CaptureDevice device) {
        devices.put(device.id(), device);
        return this;
    }

    @Override
    public Optional<CaptureDevice> find(String deviceId) {
        return Optional.ofNullable(devices.get(deviceId));
    }

    @Override
    public void put(RequestIdentity request, CaptureDevice device) {
        with(device);
    }

    @Override
    public boolean take(CaptureDevice device, long counter) {
        return counters.computeIfAbsent(device.id(), _ -> new CaptureCounter(0)).take(counter);
    }
}
