package dev.stead.matcher.domain.capture;

import dev.stead.matcher.domain.MatcherError;
import dev.stead.mesh.request.RequestIdentity;
import java.util.Optional;

/** Port: the registered capture devices. Reading never blocks; a change is seen everywhere within seconds. Thread-safe. */
public interface CaptureDevices {
    Optional<CaptureDevice> find(String deviceId);

    /**
     * Registers a device, or replaces the registered one of its id. A repeat changes nothing. A device that is retired stays so: {@link
     * MatcherError#CAPTURE_DEVICE_INVALID}.
     */
    void put(RequestIdentity request, CaptureDevice device);

    /**
     * Takes a number of the device's counter; false if it was taken before, or is far behind. Frames may overtake each other, so that a
     * little behind is allowed.
     */
    boolean take(CaptureDevice device, long counter);
}
