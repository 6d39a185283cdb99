package dev.stead.matcher.domain.capture;

import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.mesh.request.ExternalId;
import java.security.PublicKey;

/**
 * What captures samples and signs them at one terminal: a camera with its key, which never leaves it.
 *
 * @param key on P-256
 */
public record CaptureDevice(String id, String terminalId, PublicKey key, State state) {

    /** Whether its captures count. */
    public enum State {
        ACTIVE,
        /** For as long as the operator says, such as while it is looked for. */
        SUSPENDED,
        /** For ever. */
        RETIRED
    }

    public CaptureDevice {
        require(id, "device_id");
        require(terminalId, "terminal_id");
    }

    private static void require(String id, String field) {
        if (!ExternalId.isValid(id)) {
            throw new MatcherException(MatcherError.CAPTURE_DEVICE_INVALID, field + " must have " + ExternalId.RULE);
        }
    }
}
